using Decent.Protocol.Frames;
using Decent.World;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>Somebody who says again what a board said, and somebody who copied its flash. Both have its broker's secret, which is the worst case.</summary>
public sealed class StrangersTests : IDisposable
{
    private const long HourMs = WeekPlan.HourMs;
    private readonly WeekScene _scene = new(1, keepAliveMs: 90_000);
    private readonly Stranger _stranger;

    public StrangersTests()
    {
        _stranger = new Stranger(_scene.Turns, _scene.Broker, WeekScene.Node);
        _scene.Instance.Overheard = _stranger.Overhear;
    }

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Claims_said_again_in_a_later_run_change_nothing()
    {
        ThreeRuns();
        var opened = _scene.Instance.Opened.Count;
        var verdict = _scene.Instance.ScoreOf(WeekScene.Node);
        _stranger.Say([.. _stranger.Claims.SkipLast(2)]);
        Run(10 * WeekPlan.MinuteMs);
        Assert.Equal(opened, _scene.Instance.Opened.Count);
        Assert.Equal(verdict, _scene.Instance.ScoreOf(WeekScene.Node));
        StopsAndIs(RunGrant.VerdictGraceful);
    }

    [Fact]
    public void A_termination_hash_shown_again_over_the_links_of_then_is_never_graceful()
    {
        ThreeRuns();
        var opened = _scene.Instance.Opened.Count;
        _stranger.Say([.. _stranger.Heard]);
        Run(HourMs);
        Assert.DoesNotContain(_scene.Instance.Opened.Skip(opened), o => o.Verdict == RunGrant.VerdictGraceful);
        Assert.Contains(_scene.Instance.Opened.Skip(opened), o => o.Verdict == RunGrant.VerdictMismatch);
    }

    [Fact]
    public void A_recorded_proof_in_a_forged_claim_for_the_current_run_is_a_mismatch()
    {
        ThreeRuns();
        var opened = _scene.Instance.Opened.Count;
        _stranger.Say([.. _stranger.Claims.Select(c => _stranger.Forged(c, _scene.Board.Now.Run)).OfType<BusMessage>()]);
        Run(10 * WeekPlan.MinuteMs);
        var said = _scene.Instance.Opened.Skip(opened).Select(o => o.Verdict).ToList();
        Assert.NotEmpty(said);
        Assert.All(said, v => Assert.Equal(RunGrant.VerdictMismatch, v));
    }

    [Fact]
    public void A_copied_flash_ends_in_a_mismatch_and_the_hash_counts_once()
    {
        _scene.Board.Plug();
        Run(HourMs);
        _scene.Board.Stop();
        Run(HourMs);
        var clone = _scene.NewBoard(2, _scene.Board.Blocks.Clone(), _scene.Board.Journal.Clone());
        var opened = _scene.Instance.Opened.Count;
        _scene.Board.Plug();
        Run(20_000);
        clone.Plug();
        for (var i = 0; i < 3; i++)
        {
            Run(HourMs);
            clone.Cut();
            Run(HourMs);
            clone.Plug();
        }
        Run(HourMs);
        var said = _scene.Instance.Opened.Skip(opened).Select(o => o.Verdict).ToList();
        Assert.Single(said, v => v == RunGrant.VerdictGraceful);
        Assert.Contains(RunGrant.VerdictMismatch, said);
        clone.Cut();
        Run(HourMs);
        StopsAndIs(RunGrant.VerdictMismatch);
        StopsAndIs(RunGrant.VerdictGraceful);
    }

    // The first is stopped, the second cut, the third runs.
    private void ThreeRuns()
    {
        _scene.Board.Plug();
        Run(HourMs);
        _scene.Board.Stop();
        Run(10 * WeekPlan.MinuteMs);
        _scene.Board.Plug();
        Run(HourMs);
        _scene.Board.Cut();
        Run(10 * WeekPlan.MinuteMs);
        _scene.Board.Plug();
        Run(HourMs);
        Assert.Equal(
            [RunGrant.VerdictNone, RunGrant.VerdictGraceful, RunGrant.VerdictUngraceful], _scene.Instance.Opened.Select(o => o.Verdict));
    }

    private void StopsAndIs(byte verdict)
    {
        _scene.Board.Stop();
        Run(10 * WeekPlan.MinuteMs);
        _scene.Board.Plug();
        Run(10 * WeekPlan.MinuteMs);
        Assert.Equal((_scene.Board.Now.Run, verdict), (_scene.Instance.Opened[^1].Run, _scene.Instance.Opened[^1].Verdict));
    }

    private void Run(long ms) => _scene.Turns.RunTo(_scene.Turns.NowMs + ms);
}
