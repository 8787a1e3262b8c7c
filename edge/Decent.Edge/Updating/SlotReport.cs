namespace Decent.Edge.Updating;

/// <summary>The slots of a card, for its owner.</summary>
public sealed record SlotReport
{
    /// <summary>a or b, as everywhere below.</summary>
    public required string Running { get; init; }

    /// <summary>What the next start takes.</summary>
    public required string Chosen { get; init; }

    /// <summary>Whether the chosen one has still to be found good, and starts of it so far.</summary>
    public required bool IsTrial { get; init; }

    /// <inheritdoc cref="IsTrial"/>
    public required int Starts { get; init; }

    /// <summary>The slot that was left last; null for none.</summary>
    public string? Failed { get; init; }

    /// <summary>Why, as a part of a sentence.</summary>
    public string? Because { get; init; }

    /// <summary>Both, a first.</summary>
    public required IReadOnlyList<SlotListing> Slots { get; init; }

    /// <summary>Reads it off a card.</summary>
    /// <exception cref="Hosting.Cli.CliException">The choice cannot be read.</exception>
    public static SlotReport Of(Card card)
    {
        SlotChoice choice = card.Choice.Read();
        return new SlotReport
        {
            Running = $"{card.Running.Letter()}",
            Chosen = $"{choice.Chosen.Letter()}",
            IsTrial = choice.IsTrial,
            Starts = choice.Starts,
            Failed = choice.Failed is { } failed ? $"{failed.Letter()}" : null,
            Because = choice.Because switch
            {
                SlotFault.Root => "its root could not be mounted",
                SlotFault.Mute => $"it was started {SlotChoice.StartsMax} times without being found good",
                SlotFault.Sick => "its edge did not come up",
                SlotFault.Hand => "its owner went back",
                _ => null,
            },
            Slots = [Listing(card, Slot.A), Listing(card, Slot.B)],
        };
    }

    private static SlotListing Listing(Card card, Slot slot)
    {
        RootTrailer? trailer = card.Root(slot).Trailer(out string rule);
        return new SlotListing($"{slot.Letter()}", trailer?.Version, trailer?.Bytes, trailer?.Sha256, trailer is null ? rule : null);
    }
}
