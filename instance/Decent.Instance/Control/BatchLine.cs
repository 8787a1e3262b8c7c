using Decent.Instance.Publishing.Batches;

namespace Decent.Instance.Control;

/// <summary>One line of the answer to a batch: any number with <see cref="Progress"/>, then one with <see cref="Outcome"/>.</summary>
public sealed record BatchLine
{
    /// <summary>How far it is.</summary>
    public BatchProgress? Progress { get; init; }

    /// <summary>Name of a <see cref="Publishing.PublishOutcome"/>, or <c>Failed</c>.</summary>
    public string? Outcome { get; init; }

    /// <summary>Resources with a new version.</summary>
    public int? Published { get; init; }

    /// <summary>Resources whose newest version has this very content.</summary>
    public int? Unchanged { get; init; }

    /// <summary>Content bytes of the new versions.</summary>
    public long? Bytes { get; init; }

    /// <summary>Time from the request to the acknowledgement.</summary>
    public long? ElapsedMs { get; init; }

    /// <summary>Rules broken or what went wrong, a sentence each.</summary>
    public IReadOnlyList<string>? Rules { get; init; }

    /// <summary>Rules broken beyond those.</summary>
    public int? RulesMore { get; init; }
}
