using System.Text.Json;

namespace Decent.Instance.Control;

/// <summary>One line of the answer to a publication: any number with <see cref="Bytes"/>, then one with <see cref="Outcome"/>.</summary>
public sealed record PublishLine
{
    /// <summary>Content bytes imported so far.</summary>
    public long? Bytes { get; init; }

    /// <summary>Name of a <see cref="Publishing.PublishOutcome"/>, or <c>Failed</c>.</summary>
    public string? Outcome { get; init; }

    /// <summary>The rule broken or what went wrong, as a sentence.</summary>
    public string? Rule { get; init; }

    /// <summary>The newest head.</summary>
    public JsonElement? Head { get; init; }
}
