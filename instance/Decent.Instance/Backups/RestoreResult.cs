namespace Decent.Instance.Backups;

/// <summary>What was restored.</summary>
public sealed record RestoreResult
{
    /// <summary>The instance's id.</summary>
    public required string Instance { get; init; }

    /// <summary>UTC time of the backup.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Full path of the state folder.</summary>
    public required string State { get; init; }

    /// <summary>Files restored.</summary>
    public required int Files { get; init; }

    /// <summary>Their bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>Repositories that git has walked from every ref.</summary>
    public required int Repositories { get; init; }
}
