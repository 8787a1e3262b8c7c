using Decent.Firmware.Ports;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>A board's HTTP client of one run: one GET at a time, answered by the simulated edge after a while; without one it waits in vain.</summary>
internal sealed class BoardHttp(Turns turns, Edge? edge) : IHttp
{
    private HttpState _state;
    private byte[] _answer = [];
    private string _proof = "";
    private byte[] _into = [];

    public bool Begin(string url, byte[] body, int bytesMax, int timeoutMs)
    {
        if (_state != HttpState.Idle)
            return false;
        (_state, _into) = (HttpState.Running, body);
        var waitMs = edge is null ? timeoutMs : Math.Min(edge.LatencyMs, timeoutMs);
        turns.Clock.After(waitMs, () => End(url, bytesMax));
        return true;
    }

    public HttpState Poll(out int count, out string proof)
    {
        var state = _state;
        (count, proof) = state == HttpState.Done ? (_answer.Length, _proof) : (0, "");
        if (state != HttpState.Running)
            _state = HttpState.Idle;
        return state;
    }

    private void End(string url, int bytesMax)
    {
        _state = edge is null ? HttpState.Failed : edge.Get(url, out _answer, out _proof) ? HttpState.Done : HttpState.NotFound;
        if (_answer.Length > bytesMax)
            (_state, _answer) = (HttpState.TooLarge, []);
        _answer.CopyTo(_into, 0);
    }
}
