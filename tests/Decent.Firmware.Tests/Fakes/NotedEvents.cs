using Decent.Firmware.Ports;

namespace Decent.Firmware.Tests.Fakes;

internal sealed class NotedEvents : IEventSink
{
    public List<int> Codes { get; } = [];

    public void Note(int code, long value) => Codes.Add(code);
}
