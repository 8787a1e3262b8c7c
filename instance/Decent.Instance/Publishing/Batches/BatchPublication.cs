namespace Decent.Instance.Publishing.Batches;

/// <summary>The answer to a batch.</summary>
public sealed record BatchPublication
{
    /// <summary>How it ended; unchanged when all of it was.</summary>
    public required PublishOutcome Outcome { get; init; }

    /// <summary>Resources with a new version.</summary>
    public int Published { get; init; }

    /// <summary>Resources whose newest version has this very content; nothing was written for them.</summary>
    public int Unchanged { get; init; }

    /// <summary>Content bytes of the new versions.</summary>
    public long Bytes { get; init; }

    /// <summary>Rules broken, a sentence each, at most 20; empty unless refused or busy.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>Rules broken beyond those.</summary>
    public int RulesMore { get; init; }

    internal static BatchPublication Refused(IReadOnlyList<string> rules, int more = 0) =>
        new() { Outcome = PublishOutcome.Refused, Rules = rules, RulesMore = more };
}
