using Decent.Protocol.Frames;

namespace Decent.Instance.Tests.Runs;

public sealed class NodeScoresTests : IDisposable
{
    private readonly RunScene _scene = new();

    public NodeScoresTests() => _scene.Start();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void A_new_node_and_one_of_three_and_of_seven_full_days()
    {
        Assert.Equal(750_000, _scene.Score.AvascMilli);
        Pass(days: 4);
        Assert.Equal(857_142, _scene.Score.AvascMilli);
        Pass(days: 4);
        Assert.Equal(1_000_000, _scene.Score.AvascMilli);
        Pass(days: 30);
        Assert.Equal(1_000_000, _scene.Score.AvascMilli);
    }

    [Fact]
    public void Days_count_the_same_whether_a_session_lasts_or_is_cut_into_pieces()
    {
        for (var hour = 0; hour < 8 * 24; hour++)
        {
            _scene.NowMs += RunScene.HourMs;
            if (hour % 5 == 0)
                _scene.Connect();
            if (hour % 7 == 0)
            {
                _scene.Die();
                _scene.Connect();
            }
        }
        Assert.Equal(1_000_000, _scene.Score.AvascMilli);
    }

    [Fact]
    public void Half_days_are_half_the_score()
    {
        _scene.NowMs += 12 * RunScene.HourMs;
        _scene.Die();
        for (var day = 0; day < 9; day++)
        {
            _scene.Connect();
            _scene.NowMs += 12 * RunScene.HourMs;
            _scene.Die();
            _scene.NowMs += 12 * RunScene.HourMs;
        }
        Assert.Equal((302_400, 500_000), (_scene.Score.UpSeconds, _scene.Score.AvascMilli));
    }

    [Fact]
    public void Two_ungraceful_stops_today()
    {
        _scene.Opened();
        Pass(days: 8);
        for (var i = 0; i < 2; i++)
        {
            _scene.Die();
            _scene.Start();
            Assert.Equal(RunGrant.VerdictUngraceful, _scene.Opened());
        }
        Assert.Equal(980_000, _scene.Score.AvascMilli);
        Pass(days: 1);
        Assert.Equal(1_000_000, _scene.Score.AvascMilli);
    }

    [Fact]
    public void A_mismatch_and_the_days_after_it()
    {
        _scene.Opened();
        Pass(days: 8);
        _scene.Flash = null;
        _scene.Start();
        Assert.Equal(RunGrant.VerdictMismatch, _scene.Opened());
        Assert.Equal(250_000, _scene.Score.AvascMilli);
        Pass(days: 1);
        Assert.Equal(357_142, _scene.Score.AvascMilli);
        Pass(days: 6);
        Assert.Equal(1_000_000, _scene.Score.AvascMilli);
    }

    [Fact]
    public void An_absence_of_ours_costs_no_node_that_is_there_afterwards_anything()
    {
        for (var day = 0; day < 8; day++)
        {
            _scene.NowMs += 18 * RunScene.HourMs;
            _scene.Restart(awayMs: 6 * RunScene.HourMs);
            // The broker was away too: wills in its file, and links of their own afterwards.
            _scene.Die(retained: true);
            _scene.NowMs += 200_000;
            _scene.Connect();
            _scene.NowMs -= 200_000;
        }
        Assert.Equal(1_000_000, _scene.Score.AvascMilli);
    }

    [Fact]
    public void A_node_that_does_not_come_back_after_an_absence_ended_when_sight_was_lost()
    {
        Pass(days: 8);
        _scene.Book.Beat(_scene.NowMs);
        _scene.Restart(awayMs: 2 * RunScene.DayMs);
        _scene.NowMs += 299_999;
        _scene.Book.Beat(_scene.NowMs);
        Assert.Equal(604_800, _scene.Score.UpSeconds);
        _scene.NowMs += 1;
        _scene.Book.Beat(_scene.NowMs);
        // Two days less: half of the day of the loss, the day between, and the half up to the return is today's.
        Assert.Equal(604_800 - 86_400 - 43_200, _scene.Score.UpSeconds);
    }

    [Fact]
    public void A_retained_birth_alone_keeps_nobody_up()
    {
        Pass(days: 8);
        _scene.Die();
        _scene.Restart(awayMs: RunScene.HourMs);
        _scene.Connect(retained: true);
        _scene.NowMs += 300_000;
        _scene.Book.Beat(_scene.NowMs);
        _scene.NowMs += 3 * RunScene.DayMs;
        Assert.Equal(604_800 - 2 * 86_400 - 43_200, _scene.Score.UpSeconds);
    }

    [Fact]
    public void A_cut_counts_up_to_the_last_word_however_late_the_broker_notices()
    {
        Pass(days: 8);
        _scene.NowMs += 6 * RunScene.HourMs;
        _scene.Die(wasSilent: true);
        _scene.NowMs += RunScene.DayMs;
        Assert.Equal(604_800 - 43_200, _scene.Score.UpSeconds);
    }

    [Fact]
    public void Power_that_is_back_before_the_broker_notices_leaves_a_gap_too()
    {
        Pass(days: 8);
        _scene.NowMs += 6 * RunScene.HourMs;
        _scene.Start();
        _scene.NowMs += RunScene.DayMs;
        Assert.Equal(604_800 - 21_600, _scene.Score.UpSeconds);
    }

    private void Pass(int days)
    {
        _scene.NowMs += days * RunScene.DayMs;
        _scene.Speak();
    }
}
