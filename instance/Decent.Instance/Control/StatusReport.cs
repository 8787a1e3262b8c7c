using Decent.Instance.Backups;

namespace Decent.Instance.Control;

/// <summary>How the instance is.</summary>
public sealed record StatusReport
{
    /// <summary>The instance's id.</summary>
    public required string Instance { get; init; }

    /// <summary>Version of the software.</summary>
    public required string Version { get; init; }

    /// <summary>State folder.</summary>
    public required string State { get; init; }

    /// <summary>Addresses that it listens on.</summary>
    public required IReadOnlyList<string> Addresses { get; init; }

    /// <summary>Process id of the daemon.</summary>
    public required int Process { get; init; }

    /// <summary>UTC time of the start.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>Whole seconds since the start.</summary>
    public required long UptimeSeconds { get; init; }

    /// <summary>Whether it can serve: git and index both work.</summary>
    public required bool Serves { get; init; }

    /// <summary><c>ok</c> with git's version, or why git does not run.</summary>
    public required string Git { get; init; }

    /// <summary><c>ok</c>, or why the index cannot be read; counts are 0 then.</summary>
    public required string Index { get; init; }

    /// <summary>Resources with at least one version.</summary>
    public required long Resources { get; init; }

    /// <summary>Versions of all of them.</summary>
    public required long Versions { get; init; }

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

    /// <summary>Versions that the broker has not acknowledged; null without a broker.</summary>
    public int? RelayWaiting { get; init; }

    /// <summary>The disk.</summary>
    public required DiskReport Disk { get; init; }

    /// <summary>The newest version; null for none.</summary>
    public PublicationReport? LastPublication { get; init; }

    /// <summary>The newest backup that was kept; null for none.</summary>
    public BackupRecord? LastBackup { get; init; }

    /// <summary>Id of the key that signs, which is made of its hash, as <c>key show</c> has it.</summary>
    public required string Key { get; init; }

    /// <summary>What an operator should look at and what to do about it, the most urgent first. Empty when all is well.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }
}
