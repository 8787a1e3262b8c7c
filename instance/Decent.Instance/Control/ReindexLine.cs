using Decent.Instance.Index;

namespace Decent.Instance.Control;

/// <summary>One line of the answer to a call for a new index: any number with <see cref="Progress"/>, then one with the rest.</summary>
public sealed record ReindexLine
{
    /// <summary>How far it is.</summary>
    public ReindexProgress? Progress { get; init; }

    /// <summary>Resources in the new index.</summary>
    public long? Resources { get; init; }

    /// <summary>Resources whose acknowledged version git does not have; the log names them.</summary>
    public int? Lost { get; init; }

    /// <summary>Time from the request to the new index's first answer.</summary>
    public long? ElapsedMs { get; init; }

    /// <summary>What went wrong, as a sentence; the old index goes on then.</summary>
    public string? Problem { get; init; }
}
