using Decent.Protocol.Frames;

namespace Decent.Instance.Tests.Runs;

/// <summary>A loss of mains that was announced is graceful, and nothing less than a gasp of that run and the silence after it makes one.</summary>
public sealed class RunGaspTests : IDisposable
{
    private readonly RunScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_gasp_and_then_silence_is_an_announced_loss_of_power(bool isInstanceRestarted)
    {
        Gasped();
        _scene.Die(wasSilent: true);
        if (isInstanceRestarted)
            _scene.Restart(awayMs: 600_000);
        _scene.NowMs += RunScene.HourMs;
        Assert.Equal(RunGrant.VerdictAnnounced, Reopened());
        Assert.Equal(("announced", 0), (_scene.Score.Verdict, _scene.Score.UngracefulToday));
    }

    [Fact]
    public void One_that_the_broker_kept_while_the_instance_was_away_counts_too()
    {
        Opened();
        _scene.Restart(awayMs: 600_000);
        _scene.Gasp(retained: true);
        Assert.Equal(RunGrant.VerdictAnnounced, Reopened());
    }

    [Fact]
    public void A_gasp_of_another_key_is_none()
    {
        Opened();
        _scene.Gasp(isForged: true);
        Assert.Equal(RunGrant.VerdictUngraceful, Reopened());
    }

    [Theory]
    [InlineData(60_000, RunGrant.VerdictAnnounced)]
    [InlineData(60_001, RunGrant.VerdictUngraceful)]
    public void What_is_heard_of_the_run_later_than_a_minute_after_it_takes_it_back(int afterMs, byte verdict)
    {
        Gasped();
        _scene.NowMs += afterMs;
        _scene.Speak();
        Assert.Equal(verdict, Reopened());
    }

    [Fact]
    public void Mains_that_came_back_takes_it_back_and_a_second_loss_is_told_again()
    {
        Gasped();
        _scene.Connect();
        _scene.Die();
        Assert.Equal(RunGrant.VerdictUngraceful, Reopened());
        _scene.Gasp();
        _scene.Connect();
        _scene.Gasp();
        Assert.Equal(RunGrant.VerdictAnnounced, Reopened());
    }

    [Fact]
    public void A_gasp_of_an_earlier_run_says_nothing_of_the_last_one()
    {
        Gasped();
        Assert.Equal(RunGrant.VerdictAnnounced, Reopened());
        Assert.Equal(RunGrant.VerdictUngraceful, Reopened());
    }

    [Fact]
    public void Whoever_shows_nothing_gains_nothing_by_a_gasp()
    {
        Gasped();
        _scene.Flash = null;
        Assert.Equal(RunGrant.VerdictMismatch, Reopened());
    }

    [Fact]
    public void Two_a_day_are_graceful_and_the_third_is_not_until_the_next_day()
    {
        Opened();
        Assert.Equal([RunGrant.VerdictAnnounced, RunGrant.VerdictAnnounced, RunGrant.VerdictUngraceful], Losses(3));
        Assert.Equal(1, _scene.Score.UngracefulToday);
        _scene.NowMs += RunScene.DayMs;
        Assert.Equal([RunGrant.VerdictAnnounced, RunGrant.VerdictAnnounced, RunGrant.VerdictUngraceful], Losses(3));
    }

    [Fact]
    public void With_the_node_goes_its_gasp()
    {
        Gasped();
        _scene.Ledger.File.Run("DELETE FROM node");
        Assert.Empty(_scene.Ledger.File.Read("SELECT node FROM run_gasp", r => r.GetString(0)));
    }

    private void Opened()
    {
        _scene.Start();
        _scene.Opened();
    }

    private void Gasped()
    {
        Opened();
        _scene.Gasp();
    }

    private byte Reopened()
    {
        _scene.Start();
        return _scene.Opened();
    }

    private byte[] Losses(int count) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        _scene.Gasp();
        return Reopened();
    })];
}
