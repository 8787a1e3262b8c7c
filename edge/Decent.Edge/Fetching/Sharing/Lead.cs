namespace Decent.Edge.Fetching.Sharing;

/// <summary>
/// How long one fetch waits for other edges to take what only this one has: in all at most 250 ms and a quarter of what the fetch takes, so that
/// edges which cannot follow hold it up no longer.
/// </summary>
internal sealed class Lead
{
    /// <summary>Milliseconds of one fetch besides the quarter.</summary>
    public const int MsMax = 250;

    private long _beganMs = -1;
    private long _spentMs;
    private long _sinceMs = -1;

    /// <summary>Whether to wait now, and until when at the latest.</summary>
    public bool MayWait(bool wants, long nowMs, out long untilMs)
    {
        _beganMs = _beganMs < 0 ? nowMs : _beganMs;
        _spentMs += _sinceMs < 0 ? 0 : nowMs - _sinceMs;
        long leftMs = MsMax + (nowMs - _beganMs) / 4 - _spentMs;
        bool waits = wants && leftMs > 0;
        _sinceMs = waits ? nowMs : -1;
        untilMs = nowMs + leftMs;
        return waits;
    }
}
