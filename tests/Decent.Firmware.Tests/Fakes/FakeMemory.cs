using Decent.Firmware.Ports;

namespace Decent.Firmware.Tests.Fakes;

internal sealed class FakeMemory : IMemory
{
    public uint FreeBytes => 56_000;
}
