using System.Security.Cryptography;

namespace Decent.Mqtt.Links;

/// <summary>
/// Full-jitter back-off. Only a connection that lasted resets it: with a reset at each acceptance, two links with one client id throw each
/// other out a dozen times a second.
/// </summary>
internal sealed class Backoff
{
    private static readonly TimeSpan _lasting = TimeSpan.FromSeconds(10);
    private readonly int _minMs;
    private readonly int _maxMs;
    private readonly Func<int, int> _below;
    private int _ceilingMs;

    public Backoff(int minMs, int maxMs, Func<int, int>? below = null)
    {
        (_minMs, _maxMs, _ceilingMs) = (minMs, maxMs, minMs);
        _below = below ?? RandomNumberGenerator.GetInt32;
    }

    /// <summary>
    /// Milliseconds to wait after a connection or attempt that lived for <paramref name="lived"/> once accepted; zero if it never was.
    /// </summary>
    public int NextMs(TimeSpan lived)
    {
        if (lived >= _lasting)
            _ceilingMs = _minMs;
        var waitMs = _below(_ceilingMs + 1);
        _ceilingMs = (int)Math.Min((long)_ceilingMs * 2, _maxMs);
        return waitMs;
    }
}
