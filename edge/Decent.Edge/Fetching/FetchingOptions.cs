namespace Decent.Edge.Fetching;

/// <summary>Time budgets of the HTTP stages.</summary>
public sealed class FetchingOptions
{
    /// <summary>Until a source has accepted the connection. Default 500 ms: a LAN or a healthy route takes far less.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>For a head: small, and the whole lookup waits for it. Default 800 ms.</summary>
    public TimeSpan HeadTimeout { get; init; } = TimeSpan.FromMilliseconds(800);

    /// <summary>For a head of which this edge knows no version at all: a slow answer is then better than none. Default 3 s.</summary>
    public TimeSpan HeadUnknownTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>For a manifest. Default 5 s.</summary>
    public TimeSpan ManifestTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest pause between bytes of a body before the source counts as failed. Default 3 s.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>For an edge that fetches the same file to say how far it is. Default 2 s: one that is busier than that is no help.</summary>
    public TimeSpan SharingTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>First pause after an instance that did not connect; doubles up to <see cref="AwayLongest"/>. Default 1 s.</summary>
    public TimeSpan AwayFirst { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How soon a transfer from the instance must have broken off to be tried once more. Default 1 s: whoever waits is to notice little.</summary>
    public TimeSpan AgainWithin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Default 30 s; the bus or a success ends it early.</summary>
    public TimeSpan AwayLongest { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For one leaf in all, however steadily it trickles. Default 60 s: a megabyte at 17 kB/s.</summary>
    public TimeSpan LeafTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Ranges of one batch of small blocks that the instance is asked for at a time, 1 to 16. Default 4: hides a route's round trips.</summary>
    public int RangesAtOnce { get; init; } = 4;
}
