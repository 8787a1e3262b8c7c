using Decent.Peer;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>When what happens to a board, in seven days.</summary>
internal sealed class WeekPlan
{
    public const long MinuteMs = 60_000;
    public const long HourMs = 60 * MinuteMs;
    public const long DayMs = 24 * HourMs;
    public const long EndMs = 7 * DayMs;

    /// <summary>The wall clock is set a day back then; a run lives from more than an hour before to some minutes after.</summary>
    public const long StepBackMs = DayMs + 20 * HourMs;

    private const long AloneFromMs = StepBackMs - 80 * MinuteMs;
    private const long AloneToMs = StepBackMs + 10 * MinuteMs;
    private readonly List<(long AtMs, Deed Deed)> _deeds = [];

    public IReadOnlyList<(long AtMs, Deed Deed)> Deeds => _deeds;

    /// <summary>Cuts and stops by chance: a third of the pauses is shorter than the broker's patience, a fifth of the starts is cut at its grant.</summary>
    public static WeekPlan From(ulong seed)
    {
        var rng = new Rng(seed);
        var plan = new WeekPlan();
        plan.Add(10_000, Deed.Plug);
        for (var at = 10_000L;;)
        {
            var ends = at + 20 * MinuteMs + rng.Below((int)(8 * HourMs));
            if (ends is > AloneFromMs and < AloneToMs)
                ends = AloneToMs;
            if (ends > EndMs - HourMs)
                return plan;
            plan.Add(ends, rng.Below(4) switch { 0 => Deed.Stop, 1 => Deed.CutInFlash, _ => Deed.Cut });
            at = ends + 61_000 + (rng.Below(3) == 0 ? rng.Below(30_000) : rng.Below((int)(2 * HourMs)));
            if (ends <= AloneFromMs && at + 5 * MinuteMs > AloneFromMs && at < AloneToMs)
                at = Math.Max(ends + 61_000, AloneFromMs - 5 * MinuteMs);
            if (rng.Below(5) == 0)
            {
                plan.Add(at - 1, Deed.CutAtGrant);
                plan.Add(at, Deed.Plug);
                at += 5 * MinuteMs;
            }
            plan.Add(at, Deed.Plug);
        }
    }

    /// <summary>The same week in which each cut is a clean stop at the same time.</summary>
    public static WeekPlan Gentle(IEnumerable<BoardRun> runs)
    {
        var plan = new WeekPlan();
        foreach (var run in runs)
        {
            plan.Add(run.PluggedMs, Deed.Plug);
            plan.Add(run.EndMs, Deed.Stop);
        }
        return plan;
    }

    /// <summary>The same week with a stranger who says again what the board said, once or twice a day from the second on.</summary>
    public WeekPlan WithReplays(ulong seed)
    {
        var rng = new Rng(seed + 100);
        return With([.. Enumerable.Range(1, 6).SelectMany(day => Enumerable.Range(0, 1 + rng.Below(2)).Select(_ => day)).Select(day =>
            (day * DayMs + rng.Below((int)DayMs), Deed.Replay))]);
    }

    /// <summary>The same week with a copy of its flash on the fourth day and on the sixth, plugged in somewhere else.</summary>
    public WeekPlan WithClones(ulong seed)
    {
        var rng = new Rng(seed + 200);
        return With([.. new[] { 3, 5 }.Select(day => (day * DayMs + rng.Below((int)(20 * HourMs)), Deed.Clone))]);
    }

    private WeekPlan With(List<(long AtMs, Deed Deed)> more)
    {
        var plan = new WeekPlan();
        plan._deeds.AddRange(_deeds);
        plan._deeds.AddRange(more);
        return plan;
    }

    private void Add(long atMs, Deed deed) => _deeds.Add((atMs, deed));
}
