namespace Decent.Instance.Control;

/// <summary>What to publish.</summary>
public sealed record PublishRequest
{
    /// <summary>Full path on the daemon's machine.</summary>
    public required string Path { get; init; }

    /// <summary>Resource id.</summary>
    public required string As { get; init; }
}
