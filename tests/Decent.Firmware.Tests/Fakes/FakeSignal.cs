using Decent.Firmware.Ports;

namespace Decent.Firmware.Tests.Fakes;

internal sealed class FakeSignal : ISignal
{
    public List<int> Seconds { get; } = [];

    public void Identify(int seconds) => Seconds.Add(seconds);
}
