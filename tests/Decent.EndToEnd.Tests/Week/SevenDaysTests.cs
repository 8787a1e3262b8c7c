using Decent.Protocol.Frames;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>The real node, the real book of runs, and a week between them.</summary>
public sealed class SevenDaysTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_week_of_cuts_is_accounted_for_and_gains_nothing(ulong seed)
    {
        output.WriteLine($"seed {seed}");
        using var harsh = Lived(seed, WeekPlan.From(seed));
        Tell(harsh);
        AllRecordsArrived(harsh);
        DurationsAreRight(harsh);
        WallTimesAreMarked(harsh);
        VerdictsAreRight(harsh);
        UploadsAreSmall(harsh);
        using var gentle = Lived(seed, WeekPlan.Gentle(harsh.Board.Runs));
        Tell(gentle);
        AllRecordsArrived(gentle);
        VerdictsAreRight(gentle);
        Assert.DoesNotContain(gentle.Instance.Opened, o => o.Verdict == RunGrant.VerdictMismatch);
        for (var day = 0; day < harsh.Scores.Count; day++)
            Assert.True(harsh.Scores[day] <= gentle.Scores[day], $"day {day}: {harsh.Scores[day]} with cuts, {gentle.Scores[day]} with stops");
    }

    private static WeekScene Lived(ulong seed, WeekPlan plan)
    {
        var scene = new WeekScene(seed, keepAliveMs: 90_000);
        scene.Instance.LosesAcks = true;
        scene.Live(plan);
        return scene;
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
        Assert.Contains(scene.Written.Values, r => (r.Flags & RunRecord.FlagSteppedBack) != 0);
        var timeless = scene.Board.Runs.Where(r => WeekScene.IsTimeAway(r.PluggedMs) && WeekScene.IsTimeAway(r.EndMs)).Select(r => r.Run).ToHashSet();
        Assert.NotEmpty(timeless);
        Assert.All(scene.Written.Values.Where(r => timeless.Contains(r.Run)), r => Assert.Equal(0UL, r.WallSeconds));
    }

    private static void VerdictsAreRight(WeekScene scene)
    {
        var verdicts = scene.Instance.Opened.GroupBy(o => o.Run).ToDictionary(g => g.Key, g => g.Select(o => o.Verdict).Distinct().Single());
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

    private void Tell(WeekScene scene)
    {
        var verdicts = scene.Instance.Opened.GroupBy(o => o.Verdict).OrderBy(g => g.Key).Select(g => $"{g.Count()} of {g.Key}");
        output.WriteLine($"{scene.Board.Runs.Count} runs, {scene.Written.Count} records, verdicts {string.Join(", ", verdicts)}, "
            + $"{scene.Instance.AcksLost} acknowledgements lost, {scene.PendingMost} records waiting at most");
        output.WriteLine($"log frames {scene.Instance.Logs.Count}, bytes {scene.Instance.Logs.Sum(l => l.Bytes)}; scores {string.Join(' ', scene.Scores)}");
    }

    private static string Text(RunRecord r) =>
        $"{r.Sequence}: {r.Type} of {r.Run} after {r.RunSeconds} s, {r.WallSeconds}, {r.ClockQuality}, {r.Flags}, {r.Chain}";
}
