using System.Runtime.InteropServices;

namespace Decent.Firmware.Host.Flash;

/// <summary>Makes a rename durable: .NET syncs files but no folders.</summary>
internal static partial class FolderSync
{
    private const int ReadOnlyCloseOnExec = 0x80000;

    /// <summary>False when the system refuses; elsewhere than on Unix the file system journals renames by itself.</summary>
    internal static bool TrySync(string folder)
    {
        if (OperatingSystem.IsWindows()) return true;
        var handle = Open(folder, ReadOnlyCloseOnExec);
        if (handle < 0) return false;
        var synced = Sync(handle) == 0;
        return Close(handle) == 0 && synced;
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int handle);
}
