namespace Decent.Instance.Watching;

/// <summary>What somebody wants to see.</summary>
public sealed record WatchRequest
{
    /// <summary>Only this node's branch; null for the whole tree.</summary>
    public string? Node { get; init; }
}
