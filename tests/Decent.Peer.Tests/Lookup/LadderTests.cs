using Decent.Peer.Lookup;

namespace Decent.Peer.Tests.Lookup;

/// <summary>The ladder alone, millisecond by millisecond: its state table as tests.</summary>
public sealed class LadderTests
{
    private readonly Pace _pace = new();

    [Fact]
    public void Silence_at_every_step_follows_the_table()
    {
        Ladder ladder = new(new LookupOptions(), _pace, 5_000, true);
        List<(long, LookupStep)> steps = Walk(ladder, 5_000, 6_100, (nowMs, step) =>
        {
            if (step == LookupStep.AskInstance) ladder.OnInstance(nowMs, InstanceAnswer.Away);
        });
        Assert.Equal(
            [
                (5_000, LookupStep.Ask), (5_130, LookupStep.Ask), (5_260, LookupStep.Ask), (5_300, LookupStep.AskInstance),
                (5_400, LookupStep.AskLowered), (6_000, LookupStep.TimedOut), (6_000, LookupStep.Sleep),
            ],
            steps);
    }

    [Fact]
    public void An_unreachable_instance_is_skipped()
    {
        Ladder ladder = new(new LookupOptions(), _pace, 0, false);
        Assert.DoesNotContain(Walk(ladder, 0, 2_000), step => step.Step == LookupStep.AskInstance && step.AtMs < 1_000);
    }

    [Fact]
    public void Waking_exactly_when_it_says_misses_nothing()
    {
        Ladder everyMs = new(new LookupOptions(), new Pace(), 0, true);
        Ladder onTime = new(new LookupOptions(), new Pace(), 0, true);
        List<(long, LookupStep)> expected = Walk(everyMs, 0, 40_000);
        List<(long, LookupStep)> steps = [];
        for (long nowMs = 0; nowMs <= 40_000; nowMs = Math.Max(onTime.WakeAtMs, nowMs + 1)) Drain(onTime, nowMs, steps);
        Assert.Equal(expected, steps);
        Assert.InRange(steps.Count, 20, 100);
    }

    [Fact]
    public void An_asked_instance_counts_as_away_after_ten_seconds()
    {
        Ladder ladder = new(new LookupOptions(), _pace, 0, true);
        Assert.Contains((10_300, LookupStep.TimedOut), Walk(ladder, 0, 10_400));
    }

    [Fact]
    public void The_hedge_is_the_95th_percentile_of_this_lan_and_at_most_300_ms()
    {
        Assert.Equal(300, _pace.HedgeMs);
        for (int i = 0; i < 30; i++) _pace.Answered(100);
        _pace.Answered(290);
        Assert.Equal(100, _pace.HedgeMs);
        _pace.Answered(280);
        Assert.Equal(280, _pace.HedgeMs);
        for (int i = 0; i < 32; i++) _pace.Answered(900);
        Assert.Equal(300, _pace.HedgeMs);
        for (int i = 0; i < 32; i++) _pace.Answered(3);
        Assert.Equal(60, _pace.HedgeMs);
    }

    [Fact]
    public void The_hedge_agrees_with_a_naive_percentile()
    {
        Rng rng = new(7);
        List<int> all = [];
        for (int i = 0; i < 500; i++)
        {
            int answerMs = rng.Below(400);
            all.Add(answerMs);
            _pace.Answered(answerMs);
            List<int> last = [.. all.TakeLast(32).Order()];
            int percentile = last[(int)Math.Ceiling(last.Count * 0.95) - 1];
            Assert.Equal(Math.Clamp(percentile, 60, 300), _pace.HedgeMs);
        }
    }

    [Fact]
    public void A_lan_that_keeps_silent_is_given_half_the_time_each_time_and_all_of_it_back_when_it_answers()
    {
        List<int> hedges = [];
        for (int i = 0; i < 5; i++)
        {
            hedges.Add(_pace.HedgeMs);
            _pace.Silent();
        }

        Assert.Equal([300, 150, 75, 60, 60], hedges);
        _pace.Answered(250);
        Assert.Equal(250, _pace.HedgeMs);
    }

    [Fact]
    public void Progress_puts_the_hedge_off_but_not_for_ever()
    {
        Ladder ladder = new(new LookupOptions(), _pace, 0, true);
        ladder.Step(0);
        ladder.OnHave(200);
        long askedMs = 0;
        for (long nowMs = 201; askedMs == 0 && nowMs < 5_000; nowMs++)
        {
            ladder.OnProgress(nowMs);
            if (ladder.Step(nowMs) == LookupStep.AskInstance) askedMs = nowMs;
        }

        Assert.Equal(2_000, askedMs);
    }

    [Fact]
    public void A_caller_is_told_even_while_peers_promise_and_never_deliver()
    {
        Ladder ladder = new(new LookupOptions(), _pace, 0, false);
        List<(long AtMs, LookupStep Step)> steps = [];
        for (long nowMs = 0; nowMs <= 4_000; nowMs++)
        {
            if (nowMs % 50 == 10) ladder.OnHave(nowMs);
            Drain(ladder, nowMs, steps);
        }

        Assert.Contains(steps, step => step.Step == LookupStep.TimedOut);
        Assert.InRange(steps.Count(step => step.Step is LookupStep.Ask or LookupStep.AskLowered), 1, 12);
    }

    [Fact]
    public void A_refusal_that_comes_late_does_not_cut_the_sleep_short()
    {
        Ladder ladder = new(new LookupOptions(), _pace, 0, true);
        Walk(ladder, 0, 10_300);
        Assert.True(ladder.IsAsleep);
        ladder.OnInstance(10_500, InstanceAnswer.Away);
        Assert.Empty(Walk(ladder, 10_500, 11_299));
        Assert.Equal(11_300, ladder.WakeAtMs);
    }

    [Fact]
    public void A_404_after_the_last_verified_byte_changes_nothing()
    {
        Ladder ladder = new(new LookupOptions(), _pace, 0, true);
        Walk(ladder, 0, 310);
        ladder.OnComplete();
        ladder.OnInstance(320, InstanceAnswer.NotFound);
        Assert.Equal(LookupStep.Found, ladder.Step(321));
    }

    [Fact]
    public void What_completes_during_a_sleep_is_found()
    {
        Ladder ladder = new(new LookupOptions(), _pace, 0, false);
        Walk(ladder, 0, 1_100);
        Assert.True(ladder.IsAsleep);
        ladder.OnComplete();
        Assert.False(ladder.IsAsleep);
        Assert.Equal(LookupStep.Found, ladder.Step(1_200));
        ladder.OnInstance(1_300, InstanceAnswer.NotFound);
        Assert.Equal(LookupStep.Found, ladder.Step(1_400));
    }

    [Fact]
    public void A_new_caller_of_a_round_under_way_is_told_as_well()
    {
        Ladder ladder = new(new LookupOptions(), _pace, 0, false);
        List<(long, LookupStep)> steps = Walk(ladder, 0, 2_050);
        Assert.Single(steps, step => step.Item2 == LookupStep.TimedOut);
        ladder.Wake(2_051, false);
        Assert.Contains(Walk(ladder, 2_051, 14_000), step => step.Step == LookupStep.TimedOut);
    }

    private static List<(long AtMs, LookupStep Step)> Walk(Ladder ladder, long fromMs, long toMs, Action<long, LookupStep>? then = null)
    {
        List<(long, LookupStep)> steps = [];
        for (long nowMs = fromMs; nowMs <= toMs; nowMs++) Drain(ladder, nowMs, steps, then);
        return steps;
    }

    private static void Drain(Ladder ladder, long nowMs, List<(long, LookupStep)> steps, Action<long, LookupStep>? then = null)
    {
        for (LookupStep step = ladder.Step(nowMs); step != LookupStep.Wait; step = ladder.Step(nowMs))
        {
            steps.Add((nowMs, step));
            then?.Invoke(nowMs, step);
            if (step is LookupStep.Sleep or LookupStep.Found or LookupStep.NotFound) return;
        }
    }
}
