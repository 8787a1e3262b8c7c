using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Decent.Mqtt.Broker;

/// <summary>
/// Replaces a file so that after a power cut it is the old one or the new one. Only the owner may read it: it may hold hashes.
/// </summary>
internal static partial class DurableFile
{
    private const int ReadOnlyCloseOnExec = 0x80000;

    public static async Task ReplaceAsync(string path, string text, CancellationToken ct)
    {
        var temporary = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(temporary, options);
        await using (file.ConfigureAwait(false))
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes(text), ct).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
        SyncFolder(Path.GetDirectoryName(path)!);
    }

    private static void SyncFolder(string folder)
    {
        using var descriptor = new SafeFileHandle(Open(folder, ReadOnlyCloseOnExec), ownsHandle: true);
        if (descriptor.IsInvalid || Sync(descriptor) != 0)
            throw new IOException($"Cannot sync {folder}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(SafeFileHandle descriptor);
}
