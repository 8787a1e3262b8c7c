using Decent.Firmware.Ports;

namespace Decent.Firmware.Tests.Fakes;

/// <summary>Answers one GET at a time when the test says so.</summary>
internal sealed class FakeHttp : IHttp
{
    private HttpState _state;
    private byte[] _into = [];
    private int _count;
    private string _proof = "";

    public List<string> Urls { get; } = [];

    public int BytesMax { get; private set; }

    public bool IsRunning => _state == HttpState.Running;

    public bool Begin(string url, byte[] body, int bytesMax, int timeoutMs)
    {
        if (_state != HttpState.Idle) return false;
        Assert.InRange(bytesMax, 1, body.Length);
        Assert.InRange(timeoutMs, 100, 60_000);
        Urls.Add(url);
        (_state, _into, BytesMax) = (HttpState.Running, body, bytesMax);
        return true;
    }

    public void Answer(HttpState state, byte[]? body = null, string proof = "")
    {
        Assert.Equal(HttpState.Running, _state);
        (_state, _count, _proof) = (state, body?.Length ?? 0, proof);
        Assert.InRange(_count, 0, BytesMax);
        body?.CopyTo(_into, 0);
    }

    public HttpState Poll(out int count, out string proof)
    {
        var state = _state;
        (count, proof) = state == HttpState.Done ? (_count, _proof) : (0, "");
        if (state != HttpState.Running) _state = HttpState.Idle;
        return state;
    }
}
