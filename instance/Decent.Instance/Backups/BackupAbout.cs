namespace Decent.Instance.Backups;

/// <summary>Whose backup it is.</summary>
public sealed record BackupAbout
{
    /// <summary>Format of the backup, 1.</summary>
    public required int Format { get; init; }

    /// <summary>The instance's id.</summary>
    public required string Instance { get; init; }

    /// <summary>Version of the software that wrote it.</summary>
    public required string Version { get; init; }

    /// <summary>UTC time when it was begun: what was acknowledged before is in it.</summary>
    public required DateTimeOffset Time { get; init; }
}
