namespace Decent.Instance.Relay;

/// <summary>Bounds of the relay.</summary>
public sealed class RelayOptions
{
    /// <summary>Commits kept for a broker that is away, 1 to 1,000,000; beyond that groups fall back to manifests only. Default 4,096: about 2 MB.</summary>
    public int BacklogMax { get; init; } = 4096;

    /// <summary>Seconds before going on after the index could not be read, 1 to 3,600. Default 5.</summary>
    public int RetrySeconds { get; init; } = 5;
}
