using Decent.Firmware.Ports;

namespace Decent.Firmware.Tests.Fakes;

internal sealed class FakeMemory(uint freeBytes = 56_000) : IMemory
{
    public uint FreeBytes => freeBytes;
}
