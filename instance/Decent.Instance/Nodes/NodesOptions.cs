namespace Decent.Instance.Nodes;

/// <summary>Bounds of listening to nodes.</summary>
public sealed class NodesOptions
{
    /// <summary>Messages that wait to be stored, 1 to 1,000,000; then the broker is held back. Default 2,048: a second of 20,000 nodes' storm.</summary>
    public int InboxMax { get; init; } = 2048;

    /// <summary>Messages in one transaction, 1 to 100,000. Default 500.</summary>
    public int BatchMax { get; init; } = 500;

    /// <summary>Milliseconds from the first message of a transaction to its end, 1 to 10,000. Default 100.</summary>
    public int BatchMs { get; init; } = 100;

    /// <summary>Seconds before a transaction that failed is tried again, 1 to 3,600. Default 5; messages wait meanwhile.</summary>
    public int RetrySeconds { get; init; } = 5;

    /// <summary>Seconds between notes that nodes can still be seen, 1 to 3,600: as long a time before a power cut may count as away. Default 30.</summary>
    public int BeatSeconds { get; init; } = 30;

    /// <summary>Words that wait to be said to nodes, 1 to 1,000,000; then the oldest go, since nodes ask again. Default 4,096: about 1 MB.</summary>
    public int OutboxMax { get; init; } = 4096;
}
