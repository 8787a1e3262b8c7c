using Decent.Protocol;
using Decent.Protocol.Frames;
using Decent.World;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>Somebody who says again what a board said, and somebody who copied its flash. Both have its broker's secret, which is the worst case.</summary>
public sealed class StrangersTests : IDisposable
{
    private const long HourMs = WeekPlan.HourMs;
    private readonly WeekScene _scene = new(1, keepAliveMs: 90_000);
    private readonly List<BusMessage> _heard = [];

    public StrangersTests() => _scene.Instance.Overheard = _heard.Add;

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Claims_said_again_in_a_later_run_change_nothing()
    {
        ThreeRuns();
        var opened = _scene.Instance.Opened.Count;
        var verdict = _scene.Instance.ScoreOf(WeekScene.Node);
        Say([.. _heard.Where(m => m.Topic.EndsWith("/up/k", StringComparison.Ordinal)).SkipLast(2)]);
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
        Say([.. _heard.Where(m => m.Topic[^1] is 'k' or 's')]);
        Run(HourMs);
        Assert.DoesNotContain(_scene.Instance.Opened.Skip(opened), o => o.Verdict == RunGrant.VerdictGraceful);
        Assert.Contains(_scene.Instance.Opened.Skip(opened), o => o.Verdict == RunGrant.VerdictMismatch);
    }

    [Fact]
    public void A_recorded_proof_in_a_forged_claim_for_the_current_run_is_a_mismatch()
    {
        ThreeRuns();
        var opened = _scene.Instance.Opened.Count;
        foreach (var message in _heard.Where(m => m.Topic.EndsWith("/up/k", StringComparison.Ordinal)).ToList())
            Forge(message);
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
        StopsAndIs(null);
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

    private void StopsAndIs(byte? verdict)
    {
        _scene.Board.Stop();
        Run(10 * WeekPlan.MinuteMs);
        _scene.Board.Plug();
        Run(10 * WeekPlan.MinuteMs);
        Assert.Equal(verdict ?? _scene.Instance.Opened[^1].Verdict, _scene.Instance.Opened[^1].Verdict);
    }

    private void Run(long ms) => _scene.Turns.RunTo(_scene.Turns.NowMs + ms);

    private void Say(params BusMessage[] messages)
    {
        var stranger = _scene.Broker.TryConnect("stranger", will: null, _ => { })!;
        foreach (var message in messages)
            Assert.True(stranger.Publish(message with { Retain = false }));
        Run(1_000);
        stranger.Close();
    }

    // The same proof, but over the link and for the run of now.
    private void Forge(BusMessage message)
    {
        var claim = new RunClaim();
        if (!claim.TryRead(message.Payload, message.Payload.Length) || claim.Stage != RunClaim.StageOpen)
            return;
        var last = new Envelope();
        Assert.True(last.TryRead(_heard[^1].Payload, _heard[^1].Payload.Length));
        (claim.Envelope.Link, claim.Envelope.Sequence, claim.Run) = (last.Link, last.Sequence + 1, _scene.Board.Now.Run);
        var bytes = new byte[Limits.FrameBytesMax];
        Say(message with { Payload = bytes[..claim.Write(bytes)] });
    }
}
