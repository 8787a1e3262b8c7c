using Decent.Peer;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>When what happens to a board, in seven days.</summary>
internal sealed class WeekPlan
{
    public const long MinuteMs = 60_000;
    public const long HourMs = 60 * MinuteMs;
    public const long DayMs = 24 * HourMs;
    public const long EndMs = 7 * DayMs;

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
            at += 20 * MinuteMs + rng.Below((int)(8 * HourMs));
            if (at > EndMs - HourMs)
                return plan;
            plan.Add(at, rng.Below(4) switch { 0 => Deed.Stop, 1 => Deed.CutInFlash, _ => Deed.Cut });
            at += 61_000 + (rng.Below(3) == 0 ? rng.Below(30_000) : rng.Below((int)(2 * HourMs)));
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

    private void Add(long atMs, Deed deed) => _deeds.Add((atMs, deed));
}
