using Decent.Edge.Updating;

namespace Decent.Edge.Tests.Updating;

public sealed class SlotJudgeTests
{
    private const long StepMs = 20_000;
    private static readonly EdgeWord?[] Answers = [null, new(1, true), new(2, true), new(1, false)];

    [Fact]
    public void Nine_answers_in_every_order_are_judged_as_the_definition_says()
    {
        const int Length = 9;
        EdgeWord?[] heard = new EdgeWord?[Length];
        int good = 0;
        for (int number = 0; number < 1 << (2 * Length); number++)
        {
            SlotJudge judge = new(0);
            for (int i = 0; i < Length; i++)
            {
                heard[i] = Answers[(number >> (2 * i)) & 3];
                SlotVerdict verdict = judge.Hear(i * StepMs, heard[i]);
                bool isGood = IsGood(heard.AsSpan(0, i + 1));
                Assert.Equal(isGood ? SlotVerdict.Good : SlotVerdict.Waiting, verdict);
                good += isGood ? 1 : 0;
            }
        }

        // Each of both processes alone, in any place, and what the other answers were.
        Assert.InRange(good, 1 << Length, 1 << (2 * Length));
    }

    [Fact]
    public void A_slot_is_bad_after_its_patience_on_mains_and_time_on_the_battery_is_not_counted()
    {
        SlotJudge judge = new(5);
        long at = 5;
        Assert.Equal(SlotVerdict.Waiting, judge.Hear(at, null));
        Assert.Equal(SlotVerdict.Waiting, judge.Hear(at += SlotJudge.PatienceMs - 1, null));
        Assert.Equal(SlotVerdict.Waiting, judge.Hear(at += 100 * SlotJudge.PatienceMs, new EdgeWord(1, IsOnMains: false)));
        Assert.Equal(SlotVerdict.Bad, judge.Hear(at + 1, null));
    }

    [Fact]
    public void An_edge_that_starts_again_and_again_is_not_healthy()
    {
        SlotJudge judge = new(0);
        long at = 0;
        for (int process = 1; at < SlotJudge.PatienceMs; process++, at += SlotJudge.HealthyMs - 1)
        {
            Assert.Equal(SlotVerdict.Waiting, judge.Hear(at, new EdgeWord(process, true)));
        }

        Assert.Equal(SlotVerdict.Bad, judge.Hear(at, new EdgeWord(1000, true)));
    }

    /// <summary>The last answers are one process on mains, over a minute; between two of them nothing else was heard.</summary>
    private static bool IsGood(ReadOnlySpan<EdgeWord?> heard)
    {
        int run = 1;
        while (run < heard.Length && heard[^(run + 1)] == heard[^1])
        {
            run++;
        }

        return heard[^1] is { IsOnMains: true } && (run - 1) * StepMs >= SlotJudge.HealthyMs;
    }
}
