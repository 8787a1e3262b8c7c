namespace Decent.Instance.Backups;

/// <summary>A backup that was begun.</summary>
/// <param name="Time">UTC time: what was acknowledged before is in it.</param>
/// <param name="Bytes">About how many bytes it will have.</param>
internal sealed record BackupRun(DateTimeOffset Time, long Bytes);
