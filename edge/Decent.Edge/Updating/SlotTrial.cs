using Decent.Hosting;

namespace Decent.Edge.Updating;

/// <summary>Ends the trial of the running slot: keeps it, or goes back to the other one and starts the machine again.</summary>
/// <param name="card">The card.</param>
/// <param name="mounts">Opens the boot partition.</param>
/// <param name="edge">Is judged.</param>
/// <param name="time">The clock.</param>
public sealed class SlotTrial(Card card, ICardMounts mounts, IEdgeVoice edge, TimeProvider time)
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    /// <summary>Waits for the verdict and does it.</summary>
    /// <returns>What came of it, as a sentence.</returns>
    /// <exception cref="Hosting.Cli.CliException">The choice cannot be read or the boot partition not opened.</exception>
    /// <exception cref="IOException">The choice cannot be written.</exception>
    public async Task<string> JudgeAsync(CancellationToken ct)
    {
        if (!IsPending())
        {
            return $"No trial: slot {card.Running.Letter()} stays.";
        }

        MonotonicClock clock = new(time);
        SlotJudge judge = new(clock.NowMs);
        SlotVerdict verdict;
        while ((verdict = judge.Hear(clock.NowMs, await edge.AskAsync(ct))) == SlotVerdict.Waiting)
        {
            await Task.Delay(Pace, time, ct);
        }

        // Somebody may have gone back by hand meanwhile.
        return IsPending() ? End(verdict == SlotVerdict.Good) : "The choice was changed by hand: nothing was decided.";
    }

    private bool IsPending() => card.Choice.Read() is { IsTrial: true } choice && choice.Chosen == card.Running;

    private string End(bool isGood)
    {
        char running = card.Running.Letter(), other = card.Running.Other().Letter();
        using (mounts.OpenBoot(card.Boot))
        {
            SlotChoice choice = card.Choice.Read();
            card.Choice.Write(isGood ? choice.Kept() : choice.FallenBack(SlotFault.Sick));
        }

        if (isGood)
        {
            return $"Slot {running} is good, and stays.";
        }

        mounts.Restart();
        return $"The edge did not answer for a minute without a gap, in {SlotJudge.PatienceMs / 60_000} minutes: slot {running} is left for {other}, "
            + "and the machine starts again.";
    }
}
