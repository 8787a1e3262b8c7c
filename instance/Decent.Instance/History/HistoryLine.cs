namespace Decent.Instance.History;

/// <summary>One line of a history: a version each, then one with <see cref="More"/> or <see cref="Problem"/>.</summary>
public sealed record HistoryLine
{
    /// <summary>A version.</summary>
    public HistoryEntry? Version { get; init; }

    /// <summary>Whether there are older ones than were asked for.</summary>
    public bool? More { get; init; }

    /// <summary>What went wrong, as a sentence.</summary>
    public string? Problem { get; init; }
}
