using Decent.Firmware.Ports;

namespace Decent.Firmware.Tests.Fakes;

internal sealed class NotedEvents : IEventSink
{
    public List<(int Code, long Value)> Noted { get; } = [];

    public IEnumerable<int> Codes => Noted.Select(e => e.Code);

    public void Note(int code, long value) => Noted.Add((code, value));
}
