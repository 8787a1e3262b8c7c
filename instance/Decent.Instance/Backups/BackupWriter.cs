using System.Formats.Tar;
using System.Text;

namespace Decent.Instance.Backups;

/// <summary>Writes members and then their hashes as one tar.</summary>
internal static class BackupWriter
{
    /// <summary>Writes everything; each member is disposed of.</summary>
    /// <exception cref="IOException">A file changed under its reader, or the destination refuses: what was written so far is no backup.</exception>
    public static async Task WriteAsync(IAsyncEnumerable<BackupMember> members, Stream destination, DateTimeOffset time, CancellationToken ct)
    {
        await using var tar = new TarWriter(destination, TarEntryFormat.Pax, leaveOpen: true);
        var sums = new StringBuilder();
        await foreach (var member in members.WithCancellation(ct))
            sums.Append(await WriteAsync(tar, member, time, ct)).Append("  ").Append(member.Name).Append('\n');
        await WriteAsync(tar, new BackupMember(BackupFormat.Sums, new MemoryStream(Encoding.UTF8.GetBytes(sums.ToString()))), time, ct);
    }

    private static async Task<string> WriteAsync(TarWriter tar, BackupMember member, DateTimeOffset time, CancellationToken ct)
    {
        await using var content = new HashedStream(member.Content);
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, member.Name)
        {
            DataStream = content, Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite, ModificationTime = time,
        }, ct);
        return content.Sum();
    }
}
