namespace Decent.Instance.Commands;

/// <summary>What became of a command.</summary>
public sealed record CommandAnswer
{
    /// <summary>How it ended.</summary>
    public required CommandOutcome Outcome { get; init; }

    /// <summary>The command's number; 0 when nothing was said.</summary>
    public ulong Id { get; init; }

    /// <summary>By verb: blocks that fit now, blocks queued, blocks forgotten; else 0.</summary>
    public uint Value { get; init; }

    /// <summary>The outcome as a sentence.</summary>
    public required string Sentence { get; init; }
}
