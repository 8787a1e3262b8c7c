using Decent.Hosting;

namespace Decent.Edge.Fetching;

/// <summary>
/// HTTP sources on the LAN that sent a wrong byte: nothing is asked of them for 10 minutes, as nothing is of a peer that sent a wrong block over
/// UDP. At most 64; the one distrusted for longest makes room.
/// </summary>
public sealed class DistrustedSources(MonotonicClock clock)
{
    private const int Max = 64;
    private const long ForMs = 600_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _untilMs = new(StringComparer.Ordinal);
    private uint _count;

    /// <summary>Sources put aside since the start.</summary>
    public uint Count => Volatile.Read(ref _count);

    public bool Has(Uri source)
    {
        lock (_lock)
        {
            return _untilMs.TryGetValue(source.Authority, out long until) && clock.NowMs < until;
        }
    }

    public void Add(Uri source)
    {
        lock (_lock)
        {
            if (_untilMs.Count >= Max && !_untilMs.ContainsKey(source.Authority))
            {
                _untilMs.Remove(_untilMs.MinBy(entry => entry.Value).Key);
            }

            _untilMs[source.Authority] = clock.NowMs + ForMs;
            _count++;
        }
    }
}
