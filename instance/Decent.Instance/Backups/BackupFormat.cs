using System.Text;

namespace Decent.Instance.Backups;

/// <summary>
/// What a backup consists of: a tar of files by their paths in the state folder. <see cref="About"/> comes first and <see cref="Sums"/> last, as
/// sha256sum(1) writes and checks it.
/// </summary>
internal static class BackupFormat
{
    /// <summary>The format that is written, and the only one that is read.</summary>
    public const int Version = 1;

    /// <summary>Name of the member that says whose backup it is.</summary>
    public const string About = "backup.json";

    /// <summary>Name of the member with the hash of each other.</summary>
    public const string Sums = "SHA256SUMS";

    /// <summary>Name of the settings that the daemon was started with.</summary>
    public const string Configuration = "instance.json";

    /// <summary>The state folder's place for what is being copied, emptied at a start.</summary>
    public const string DraftFolder = "backup";

    /// <summary>Most members: a million repositories' worth of files.</summary>
    public const int MembersMax = 4_000_000;

    /// <summary>Most bytes of <see cref="About"/>.</summary>
    public const int AboutBytesMax = 64 << 10;

    /// <summary>Most bytes of <see cref="Sums"/>.</summary>
    public const int SumsBytesMax = 512 << 20;

    private const int NameBytesMax = 4096;
    private const int PartBytesMax = 255;

    // What can be made again, belongs to a process that runs, or is on its way.
    private static readonly string[] LeftOut =
        ["content", "requests", "lock", "control.sock", ".writable", "lost+found", DraftFolder, RestoreFolder.Draft, About, Sums, Configuration];

    /// <summary>Whether something that stands at the top of a state folder is left out: it can be made again, or is nobody's.</summary>
    public static bool IsLeftOut(string top) =>
        LeftOut.Contains(top) || top.StartsWith("index.db", StringComparison.Ordinal) || top.EndsWith(".damaged", StringComparison.Ordinal)
        || top.EndsWith("-wal", StringComparison.Ordinal) || top.EndsWith("-shm", StringComparison.Ordinal);

    /// <summary>Whether a member's name is one that a state folder may have: below it, in plain parts, and on no special place.</summary>
    public static bool IsName(string name) =>
        Encoding.UTF8.GetByteCount(name) <= NameBytesMax && !name.Any(c => char.IsControl(c) || c == '\\')
        && name.Split('/').All(part => part is not ("" or "." or "..") && Encoding.UTF8.GetByteCount(part) <= PartBytesMax)
        && (name == Configuration || !IsLeftOut(name.Split('/')[0]));
}
