using Decent.Content;

namespace Decent.Instance.History;

/// <summary>The answer to a restoration.</summary>
public sealed record RestoreResult
{
    /// <summary>How it ended.</summary>
    public required RestoreOutcome Outcome { get; init; }

    /// <summary>The newest version; of a rehearsal the older one that would be brought back; null when refused.</summary>
    public Head? Head { get; init; }

    /// <summary>Files of the content.</summary>
    public int? Files { get; init; }

    /// <summary>Why it is refused, as a sentence.</summary>
    public string? Rule { get; init; }

    internal static RestoreResult Refused(string rule) => new() { Outcome = RestoreOutcome.Refused, Rule = rule };
}
