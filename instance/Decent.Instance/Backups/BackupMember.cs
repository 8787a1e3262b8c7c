namespace Decent.Instance.Backups;

/// <summary>One file of a backup.</summary>
/// <param name="Name">Path in the state folder, parts divided by <c>/</c>.</param>
/// <param name="Content">As many bytes as it has now; whoever takes the member disposes of it.</param>
internal sealed record BackupMember(string Name, Stream Content);
