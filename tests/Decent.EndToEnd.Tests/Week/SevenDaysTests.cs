using Decent.Protocol.Frames;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>The real node, the real book of runs, and a week between them.</summary>
public sealed class SevenDaysTests(ITestOutputHelper output)
{
    /// <summary>A week in seconds; the bound is for a machine that does much else.</summary>
    private const int WeekSecondsMax = 600;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_week_of_cuts_is_accounted_for_and_gains_nothing(ulong seed)
    {
        var plan = WeekPlan.From(seed);
        using var harsh = Lived($"seed {seed}, with cuts", seed, plan);
        AllRecordsArrived(harsh);
        DurationsAreRight(harsh);
        WallTimesAreMarked(harsh);
        VerdictsAreRight(harsh);
        UploadsAreSmall(harsh);
        AllOfItHappened(harsh);
        using var gentle = Lived("with stops in their place", seed, WeekPlan.Gentle(harsh.Board.Runs));
        AllRecordsArrived(gentle);
        VerdictsAreRight(gentle);
        Assert.DoesNotContain(gentle.Instance.Opened, o => o.Verdict == RunGrant.VerdictMismatch);
        NoMore(harsh, gentle, WeekScene.Node);
        // Each of the two alone, and both in one week.
        if (seed != 2)
            plan = plan.WithReplays(seed);
        if (seed != 1)
            plan = plan.WithClones(seed);
        NothingIsWonFrom(harsh, seed == 1 ? "with a stranger who says it all again" : seed == 2 ? "with copies of its flash" : "with both", seed, plan);
    }

    // Neither the node that somebody steals from, nor the one that shows what was stolen.
    private void NothingIsWonFrom(WeekScene honest, string name, ulong seed, WeekPlan plan)
    {
        using var visited = Lived(name, seed, plan, lies: true);
        foreach (var node in new[] { WeekScene.Node, Thief.Name })
        {
            Assert.Contains(visited.Instance.Opened, o => o.Node == node && o.Verdict == RunGrant.VerdictMismatch);
            NoMore(visited, honest, node);
            Assert.True(visited.Scores[^1][node] < honest.Scores[^1][node]);
        }
    }

    private WeekScene Lived(string name, ulong seed, WeekPlan plan, bool lies = false)
    {
        var began = TimeProvider.System.GetTimestamp();
        var scene = new WeekScene(seed, keepAliveMs: 90_000);
        scene.Instance.LosesAcks = true;
        scene.AddThief(lies);
        scene.AddNeighbour();
        scene.Live(plan);
        var took = TimeProvider.System.GetElapsedTime(began);
        Tell(name, scene, took);
        Assert.InRange(took.TotalSeconds, 0, WeekSecondsMax);
        return scene;
    }

    private static void NoMore(WeekScene less, WeekScene more, string node)
    {
        for (var day = 0; day < less.Scores.Count; day++)
            Assert.True(less.Scores[day][node] <= more.Scores[day][node], $"{node}, day {day}: {less.Scores[day][node]}, not {more.Scores[day][node]}");
    }

    private static void AllOfItHappened(WeekScene scene)
    {
        Assert.True(scene.ConnectedWhenStill is [0, > 1]);
        Assert.True(scene.Edge.Told > 100 && scene.Edge.BlocksGiven > 100);
        Assert.InRange(scene.Neighbour!.Answered, scene.Neighbour.Asked / 2, scene.Neighbour.Asked);
    }

    private static void AllRecordsArrived(WeekScene scene)
    {
        var arrived = scene.Instance.Book.LogOf(WeekScene.Node);
        Assert.Equal(scene.Written.Values.Select(Text), arrived.Select(Text));
        Assert.Equal(Enumerable.Range(1, arrived.Count), arrived.Select(r => (int)r.Sequence));
        Assert.InRange(scene.PendingMost, 0, 120);
        Assert.True(scene.Instance.AcksLost > 5);
    }

    private static void DurationsAreRight(WeekScene scene)
    {
        var runs = scene.Board.Runs.Where(r => r.Run > 0).ToDictionary(r => r.Run);
        foreach (var record in scene.Written.Values.Where(r => r.Type is RunRecord.Stop or RunRecord.Lost && runs.ContainsKey(r.Run)))
        {
            var run = runs[record.Run];
            if (record.Type == RunRecord.Stop)
                Assert.InRange(record.RunSeconds, (run.EndMs - run.PluggedMs) / 1000, (run.StoppedMs - run.PluggedMs) / 1000);
            else
                Assert.InRange((run.EndMs - run.PluggedMs) / 1000 - record.RunSeconds, 0, 61);
        }
        // Each run but the last has one end in the log, and the right one.
        foreach (var run in runs.Values)
        {
            var ends = scene.Written.Values.Where(r => r.Run == run.Run && r.Type is RunRecord.Stop or RunRecord.Lost).Select(r => r.Type);
            Assert.Equal([run.StoppedMs > 0 ? RunRecord.Stop : RunRecord.Lost], ends);
        }
    }

    private static void WallTimesAreMarked(WeekScene scene)
    {
        var starts = scene.Written.Values.Where(r => r.Type == RunRecord.Start).ToList();
        Assert.All(starts, r => Assert.Equal((0UL, 0), (r.WallSeconds, r.ClockQuality)));
        // Seen by the run that lived through it: the next one would find an earlier time in any case.
        var through = scene.Board.Runs.Single(r => r.PluggedMs < WeekPlan.StepBackMs && r.EndMs > WeekPlan.StepBackMs);
        Assert.Contains(scene.Written.Values, r => r.Run == through.Run && r.Type == RunRecord.Sync && (r.Flags & RunRecord.FlagSteppedBack) != 0);
        var timeless = scene.Board.Runs.Where(r => WeekScene.IsTimeAway(r.PluggedMs) && WeekScene.IsTimeAway(r.EndMs)).Select(r => r.Run).ToHashSet();
        Assert.NotEmpty(timeless);
        Assert.All(scene.Written.Values.Where(r => timeless.Contains(r.Run)), r => Assert.Equal(0UL, r.WallSeconds));
    }

    private static void VerdictsAreRight(WeekScene scene)
    {
        var verdicts = scene.Opened.GroupBy(o => o.Run).ToDictionary(g => g.Key, g => g.Select(o => o.Verdict).Distinct().Single());
        var runs = scene.Board.Runs.Where(r => r.Run > 0).ToList();
        BoardRun? opened = null;
        foreach (var run in runs.Where(r => verdicts.ContainsKey(r.Run)))
        {
            var said = verdicts[run.Run];
            if (opened is null)
                Assert.Equal(RunGrant.VerdictNone, said);
            else if (opened.HasHash)
                Assert.Equal(RunGrant.VerdictGraceful, said);
            else
                Assert.True(said == RunGrant.VerdictUngraceful || (said == RunGrant.VerdictNone && IsNearAbsence(opened, run)), $"run {run.Run}: {said}");
            Assert.True(run.Verdict == -1 || run.Verdict == said);
            opened = run;
        }
        Assert.All(runs.Where(r => r.HasHash), r => Assert.True(r.StoppedMs > 0));
    }

    private static bool IsNearAbsence(BoardRun before, BoardRun run)
    {
        for (var ms = before.EndMs - WeekPlan.HourMs; ms < run.PluggedMs + WeekPlan.HourMs; ms += WeekPlan.MinuteMs)
            if (WeekScene.IsBrokerAway(ms))
                return true;
        return false;
    }

    private static void UploadsAreSmall(WeekScene scene) =>
        Assert.All(scene.Instance.Logs.GroupBy(l => l.AtMs / WeekPlan.DayMs), day => Assert.InRange(day.Sum(l => l.Bytes), 0, 32_768));

    private void Tell(string name, WeekScene scene, TimeSpan took)
    {
        var verdicts = scene.Opened.GroupBy(o => o.Verdict).OrderBy(g => g.Key).Select(g => $"{g.Count()} of {g.Key}");
        output.WriteLine($"{name}: {took.TotalSeconds:0.0} s; {scene.Board.Runs.Count} runs, {scene.Written.Count} records, verdicts "
            + $"{string.Join(", ", verdicts)}, {scene.Instance.AcksLost} acknowledgements lost, {scene.PendingMost} records waiting at most");
        output.WriteLine($"  {scene.Instance.Logs.Count} log frames of {scene.Instance.Logs.Sum(l => l.Bytes)} bytes, {scene.Edge.BlocksGiven} blocks and "
            + $"{scene.Edge.Told} bootstraps over HTTP, {scene.Neighbour!.Answered} of {scene.Neighbour.Asked} questions answered");
        foreach (var node in scene.Scores[0].Keys)
            output.WriteLine($"  {node} {string.Join(' ', scene.Scores.Select(s => s[node]))}");
    }

    private static string Text(RunRecord r) =>
        $"{r.Sequence}: {r.Type} of {r.Run} after {r.RunSeconds} s, {r.WallSeconds}, {r.ClockQuality}, {r.Flags}, {r.Chain}";
}
