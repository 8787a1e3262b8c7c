namespace Decent.World;

/// <summary>
/// The one timer of a host's loop: the last time set counts, earlier ones are forgotten. A machine that wants to be called again and again without
/// time passing is a machine that would burn a real processor, and is stopped here.
/// </summary>
public sealed class WorldAlarm(WorldClock clock, Action ring)
{
    private const int RingsInOneMsMax = 64;
    private long _version;
    private long _lastMs = -1;
    private int _rings;

    /// <summary>long.MaxValue: never.</summary>
    public void Set(long atMs)
    {
        long version = ++_version;
        if (atMs == long.MaxValue) return;
        clock.At(atMs, () =>
        {
            if (version == _version) Ring();
        });
    }

    private void Ring()
    {
        _rings = clock.NowMs == _lastMs ? _rings + 1 : 0;
        _lastMs = clock.NowMs;
        if (_rings > RingsInOneMsMax) throw new SafetyException($"a loop spins: called {_rings} times within millisecond {_lastMs}");
        ring();
    }
}
