namespace Decent.Instance.Control;

/// <summary>How the instance is.</summary>
public sealed record StatusReport
{
    /// <summary>The instance's id.</summary>
    public required string Instance { get; init; }

    /// <summary>State folder.</summary>
    public required string State { get; init; }

    /// <summary>Addresses that it listens on.</summary>
    public required IReadOnlyList<string> Addresses { get; init; }

    /// <summary>Process id of the daemon.</summary>
    public required int Process { get; init; }

    /// <summary>UTC time of the start.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>Resources with at least one version.</summary>
    public required long Resources { get; init; }

    /// <summary>Content bytes of their newest versions.</summary>
    public required long Bytes { get; init; }

    /// <summary>Tenants.</summary>
    public required int Tenants { get; init; }

    /// <summary>Enrolled nodes.</summary>
    public required int Nodes { get; init; }

    /// <summary>Those of them that are alive.</summary>
    public required int NodesAlive { get; init; }

    /// <summary>The broker.</summary>
    public required BrokerReport Broker { get; init; }

    /// <summary>What an operator should look at: an index rebuilt, versions lost. Empty when all is well.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }
}
