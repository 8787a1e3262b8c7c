using System.Runtime.InteropServices;

namespace Decent.Instance.Git;

/// <summary>Makes names durable: git 2.39 syncs the files that it writes and none of the directories that they stand in.</summary>
internal static partial class FolderSync
{
    private const int ReadOnlyCloseOnExec = 0x80000;

    /// <summary>Returns once the entries of <paramref name="folder"/> are on the disk.</summary>
    /// <exception cref="IOException">The folder is missing or the disk refuses.</exception>
    public static void Sync(string folder)
    {
        var descriptor = Open(folder, ReadOnlyCloseOnExec);
        if (descriptor < 0)
            throw Failed(folder);
        try
        {
            if (Fsync(descriptor) != 0)
                throw Failed(folder);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>Syncs every file below <paramref name="folder"/>, then every folder, itself last.</summary>
    public static void SyncTree(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            Sync(file);
        foreach (var inner in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories))
            Sync(inner);
        Sync(folder);
    }

    private static IOException Failed(string folder) =>
        new($"{folder} could not be synced to the disk (error {Marshal.GetLastPInvokeError()}).");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
