namespace Decent.Edge.Updating;

/// <summary>
/// Which slot a card starts, whether that is a trial, and which slot was left last. The initramfs changes the same state:
/// <c>images/sd/overlay/usr/lib/decent/slots</c>.
/// </summary>
public sealed record SlotChoice
{
    /// <summary>Starts that a trial may take without a verdict; the next one falls back.</summary>
    public const int StartsMax = 5;

    private const string Trials = "# decent trial=";
    private const string Counts = " starts=";
    private const string Faults = " failed=";
    private const string Reasons = " because=";
    private const int WordLength = 4;

    /// <summary>The slot that is started.</summary>
    public required Slot Chosen { get; init; }

    /// <summary>The slot that a trial was begun for. One that is not the chosen slot means nothing: somebody changed the choice by hand.</summary>
    public Slot? Trial { get; init; }

    /// <summary>Starts of the trial so far, 0 to 9.</summary>
    public int Starts { get; init; }

    /// <summary>The slot that was left last, and why.</summary>
    public Slot? Failed { get; init; }

    /// <inheritdoc cref="Failed"/>
    public SlotFault Because { get; init; }

    /// <summary>Whether the chosen slot has still to be found good.</summary>
    public bool IsTrial => Trial == Chosen;

    /// <summary>The state on one line, of one length whatever it says.</summary>
    public string Line => $"{Trials}{Letter(Trial)}{Counts}{Starts}{Faults}{Letter(Failed)}{Reasons}{Because.ToString().ToLowerInvariant()}";

    /// <summary>A trial of another slot begins.</summary>
    public static SlotChoice TrialOf(Slot slot) => new() { Chosen = slot, Trial = slot };

    /// <summary>The chosen slot is good, and stays.</summary>
    public SlotChoice Kept() => this with { Trial = null, Starts = 0 };

    /// <summary>The chosen slot is left for the other one, which is no trial.</summary>
    public SlotChoice FallenBack(SlotFault because) => new() { Chosen = Chosen.Other(), Failed = Chosen, Because = because };

    /// <summary>Reads a state line.</summary>
    /// <param name="line">Without its end.</param>
    /// <param name="chosen">What the line below it says.</param>
    public static SlotChoice? Parse(ReadOnlySpan<char> line, Slot chosen)
    {
        ReadOnlySpan<char> rest = line;
        return TakeLetter(ref rest, Trials, out Slot? trial)
            && Take(ref rest, Counts) && rest is [>= '0' and <= '9', ..] && rest[0] - '0' is int starts && Take(ref rest, rest[..1])
            && TakeLetter(ref rest, Faults, out Slot? failed)
            && Take(ref rest, Reasons) && rest.Length == WordLength && FaultOf(rest) is { } because
                ? new SlotChoice { Chosen = chosen, Trial = trial, Starts = starts, Failed = failed, Because = because }
                : null;
    }

    private static char Letter(Slot? slot) => slot?.Letter() ?? '-';

    private static bool TakeLetter(ref ReadOnlySpan<char> rest, string before, out Slot? slot)
    {
        slot = null;
        if (!Take(ref rest, before) || rest is not ['a' or 'b' or '-', ..])
        {
            return false;
        }

        slot = SlotLetter.Of(rest[0]);
        rest = rest[1..];
        return true;
    }

    private static bool Take(ref ReadOnlySpan<char> rest, ReadOnlySpan<char> text)
    {
        if (!rest.StartsWith(text, StringComparison.Ordinal))
        {
            return false;
        }

        rest = rest[text.Length..];
        return true;
    }

    private static SlotFault? FaultOf(ReadOnlySpan<char> word) => word switch
    {
        "none" => SlotFault.None, "root" => SlotFault.Root, "mute" => SlotFault.Mute, "sick" => SlotFault.Sick, "hand" => SlotFault.Hand, _ => null,
    };
}
