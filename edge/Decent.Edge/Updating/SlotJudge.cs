namespace Decent.Edge.Updating;

/// <summary>
/// Decides on a trial by what the edge answers: good after one start of it answered for <see cref="HealthyMs"/> without a gap, bad when that did not come
/// about in <see cref="PatienceMs"/>. Time without mains counts for neither.
/// </summary>
/// <param name="nowMs">When the trial's start began to be judged, on a clock that only goes on.</param>
public sealed class SlotJudge(long nowMs)
{
    /// <summary>Milliseconds that an edge must answer: as long as systemd's watchdog gives it, so that one that hangs is not called good.</summary>
    public const long HealthyMs = 60_000;

    /// <summary>Milliseconds on mains until a slot is bad. What balena's rollback gives: 15 minutes.</summary>
    public const long PatienceMs = 900_000;

    private long _lastMs = nowMs;
    private long _waitedMs;
    private long _healthyMs;
    private int? _process;

    /// <summary>Takes one answer, null for none, and what follows from all so far.</summary>
    public SlotVerdict Hear(long nowMs, EdgeWord? word)
    {
        long passed = nowMs - _lastMs;
        _lastMs = nowMs;
        if (word is { IsOnMains: false })
        {
            (_healthyMs, _process) = (0, null);
            return SlotVerdict.Waiting;
        }

        _waitedMs += passed;
        _healthyMs = word is not null && word.Process == _process ? _healthyMs + passed : 0;
        _process = word?.Process;
        return _healthyMs >= HealthyMs ? SlotVerdict.Good : _waitedMs >= PatienceMs ? SlotVerdict.Bad : SlotVerdict.Waiting;
    }
}
