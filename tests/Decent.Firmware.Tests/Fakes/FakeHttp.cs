using Decent.Firmware.Ports;

namespace Decent.Firmware.Tests.Fakes;

/// <summary>Answers one GET at a time when the test says so.</summary>
internal sealed class FakeHttp : IHttp
{
    private HttpState _state;
    private byte[] _body = [];

    public List<string> Urls { get; } = [];

    public bool Begin(string url, int bodyBytesMax, int timeoutMs)
    {
        if (_state != HttpState.Idle) return false;
        Assert.Equal(4032, bodyBytesMax);
        Assert.InRange(timeoutMs, 100, 60_000);
        Urls.Add(url);
        _state = HttpState.Running;
        return true;
    }

    public void Answer(HttpState state, byte[]? body = null)
    {
        Assert.Equal(HttpState.Running, _state);
        _state = state;
        _body = body ?? [];
    }

    public HttpState Poll(byte[] into, out int count)
    {
        var state = _state;
        count = state == HttpState.Done ? _body.Length : 0;
        if (count > 0) _body.CopyTo(into, 0);
        if (state != HttpState.Running) _state = HttpState.Idle;
        return state;
    }
}
