using System.Text.Json;

namespace Decent.Instance.History;

/// <summary>One line of the answer to a restoration: any number with <see cref="Progress"/>, then one with <see cref="Outcome"/>.</summary>
public sealed record RestoreLine
{
    /// <summary>How far it is.</summary>
    public RestoreProgress? Progress { get; init; }

    /// <summary>Name of a <see cref="RestoreOutcome"/>, or <c>Failed</c>.</summary>
    public string? Outcome { get; init; }

    /// <summary>Why not, as a sentence.</summary>
    public string? Rule { get; init; }

    /// <summary>Files of the content.</summary>
    public int? Files { get; init; }

    /// <summary>See <see cref="RestoreResult.Head"/>.</summary>
    public JsonElement? Head { get; init; }
}
