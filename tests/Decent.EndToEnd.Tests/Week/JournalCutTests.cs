using Decent.Protocol.Frames;
using Decent.World.Littlefs;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>The power fails at every single operation that a run makes on the journal's drive, and leaves a commit lost, half made, wrong or whole.</summary>
public sealed class JournalCutTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(NorCut.Lost)]
    [InlineData(NorCut.Half)]
    [InlineData(NorCut.RandomBits)]
    [InlineData(NorCut.Completed)]
    public void No_cut_is_worth_more_than_a_stop_at_the_same_time(NorCut mode)
    {
        var operations = OperationsOfOneRun();
        using var cut = new CutLives();
        for (var operation = 1; operation <= operations; operation++)
            cut.AddCut(operation, mode);
        cut.Live();
        using var stopped = new CutLives();
        foreach (var board in cut.Boards)
            stopped.AddStop(board.Runs[1].EndMs - board.Runs[1].PluggedMs);
        stopped.Live();
        for (var i = 0; i < operations; i++)
            Compare(cut, stopped, i);
        var verdicts = cut.Boards.Select(b => VerdictOf(cut, b)).GroupBy(v => v).OrderBy(g => g.Key).Select(g => $"{g.Count()} of {g.Key}");
        output.WriteLine($"{mode}: {operations} operations; verdicts {string.Join(", ", verdicts)}");
    }

    [Fact]
    public void A_stop_in_order_is_a_clean_one_in_whatever_part_of_its_first_second_a_run_is_stopped()
    {
        using var lives = new CutLives();
        for (var afterMs = 0; afterMs <= 1_000; afterMs += 10)
            lives.AddStop(afterMs);
        lives.Live();
        Assert.All(lives.Boards, b => Assert.Equal((3, RunGrant.VerdictGraceful), (b.Runs.Count, VerdictOf(lives, b))));
        Assert.InRange(lives.Boards.Count(b => b.Runs[1].HasHash), 60, 100);
    }

    private static int OperationsOfOneRun()
    {
        using var lives = new CutLives();
        lives.AddWhole();
        lives.Live();
        return lives.Boards[0].Runs[1].JournalOperations;
    }

    private static void Compare(CutLives cut, CutLives stopped, int i)
    {
        var (one, other) = (cut.Boards[i], stopped.Boards[i]);
        var name = one.Identity.Name;
        Assert.True(one.Runs.Count == 3 && one.Runs[1].StoppedMs == 0, $"operation {i + 1}: the power did not fail there");
        Assert.True(other.Runs.Count == 3 && other.Runs[1].StoppedMs > 0 && other.Runs[2].PluggedMs == one.Runs[2].PluggedMs);
        for (var time = 0; time < cut.Scores.Count; time++)
        {
            var (less, more) = (cut.Scores[time][name], stopped.Scores[time][name]);
            Assert.True(less <= more, $"operation {i + 1}: {less} with the cut, {more} with the stop, at time {time}");
        }
        Assert.Equal(RunGrant.VerdictGraceful, VerdictOf(stopped, other));
        var verdict = VerdictOf(cut, one);
        Assert.True(one.Runs[1].HasHash ? verdict == RunGrant.VerdictGraceful : verdict != RunGrant.VerdictMismatch, $"operation {i + 1}: {verdict}");
    }

    private static byte VerdictOf(CutLives lives, Board board) =>
        lives.Instance.Opened.Last(o => o.Node == board.Identity.Name && o.Run == board.Runs[2].Run).Verdict;
}
