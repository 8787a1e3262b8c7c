namespace Decent.Instance.Control;

/// <summary>What anybody may know of an instance's state.</summary>
public sealed record HealthReport
{
    /// <summary>ok.</summary>
    public required string Status { get; init; }

    /// <summary>The instance's id.</summary>
    public required string Instance { get; init; }

    /// <summary>none, connected or away.</summary>
    public required string Broker { get; init; }

    /// <summary>Resources with at least one version.</summary>
    public required long Resources { get; init; }

    /// <summary>Enrolled nodes.</summary>
    public required int Nodes { get; init; }

    /// <summary>Those of them that are alive.</summary>
    public required int NodesAlive { get; init; }
}
