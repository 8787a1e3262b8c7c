using Decent.Peer.Lookup;

namespace Decent.World;

/// <summary>What happened to one lookup, by the clock of its world.</summary>
public sealed class AskerDiary
{
    private LookupStep _before;

    public List<long> AskedInstanceAtMs { get; } = [];

    /// <summary>When the caller was told 504; -1 before.</summary>
    public long TimedOutAtMs { get; private set; } = -1;

    public List<long> SleptAtMs { get; } = [];

    public List<long> WokeAtMs { get; } = [];

    /// <summary>Found or NotFound; Wait before.</summary>
    public LookupStep End { get; private set; }

    public long EndedAtMs { get; private set; } = -1;

    public int FromPeers { get; set; }

    public int FromInstance { get; set; }

    internal void Note(long nowMs, LookupStep state)
    {
        if (state == _before) return;
        if (_before == LookupStep.Sleep) WokeAtMs.Add(nowMs);
        if (state == LookupStep.TimedOut) TimedOutAtMs = nowMs;
        if (state == LookupStep.Sleep) SleptAtMs.Add(nowMs);
        if (state is LookupStep.Found or LookupStep.NotFound)
        {
            End = state;
            EndedAtMs = nowMs;
        }

        _before = state;
    }
}
