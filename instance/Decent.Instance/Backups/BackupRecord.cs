namespace Decent.Instance.Backups;

/// <summary>A backup that was verified and kept.</summary>
public sealed record BackupRecord
{
    /// <summary>Full path on the machine where it was written.</summary>
    public required string File { get; init; }

    /// <summary>Its size.</summary>
    public required long Bytes { get; init; }

    /// <summary>UTC time when it was begun: what was acknowledged before is in it.</summary>
    public required DateTimeOffset Time { get; init; }
}
