using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Decent.Content.Disk;

/// <summary>
/// The calls that .NET has no word for: fsync of a folder, flush of bytes alone, open without following a link, what kind a file is, and writing a range
/// out early.
/// </summary>
internal static partial class Posix
{
    private const int ReadOnly = 0;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int AtFdCwd = -100;
    private const int AtSymlinkNoFollow = 0x100;
    private const int AtEmptyPath = 0x1000;
    private const int TooManyLinks = 40;
    private const int Invalid = 22;
    private const int NotSeekable = 29;
    private const int NotKnown = 38;
    private const int DontNeed = 4;
    private const uint SyncWaitBefore = 1;
    private const uint SyncWrite = 2;
    private const uint SyncWaitAfter = 4;

    // O_NOFOLLOW is one of the few flags whose bit differs between architectures.
    private static int NoFollow => RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 ? 0x8000 : 0x20000;

    /// <summary>Linux: open and fsync. Elsewhere nothing: Windows has no such call and journals names itself.</summary>
    public static void FlushFolder(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        int descriptor = Open(path, ReadOnly | CloseOnExec, 0);
        if (descriptor < 0)
        {
            throw new IOException($"The folder {path} cannot be opened to make its names durable (errno {Marshal.GetLastPInvokeError()}).");
        }

        using SafeFileHandle folder = new(descriptor, ownsHandle: true);
        if (Fsync(descriptor) != 0)
        {
            throw new IOException($"The names in the folder {path} cannot be made durable (errno {Marshal.GetLastPInvokeError()}).");
        }
    }

    /// <summary>
    /// The file's bytes reach the medium, and of what is known of it only what is needed to read them: not its times. An fsync on other systems than Linux.
    /// </summary>
    public static void FlushData(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(file);
        }
        else if (Fdatasync(file) != 0)
        {
            throw new IOException($"The file cannot be written to the medium (errno {Marshal.GetLastPInvokeError()}).");
        }
    }

    /// <summary>The kind of what has this name, a link not followed.</summary>
    public static FileKind KindOf(string path) => OperatingSystem.IsLinux() ? Kind(AtFdCwd, path, AtSymlinkNoFollow) : ManagedKind(path);

    /// <summary>Opens a regular file for reading without following a link and without waiting for a pipe's other end; null when it is none.</summary>
    public static SafeFileHandle? OpenRegular(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return ManagedKind(path) == FileKind.Regular ? File.OpenHandle(path, options: FileOptions.SequentialScan) : null;
        }

        int descriptor = Open(path, ReadOnly | CloseOnExec | NonBlocking | NoFollow, 0);
        if (descriptor < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            return error == TooManyLinks ? null : throw new IOException($"The file {path} cannot be read (errno {error}).");
        }

        SafeFileHandle file = new(descriptor, ownsHandle: true);
        if (Kind(descriptor, "", AtEmptyPath) == FileKind.Regular)
        {
            return file;
        }

        file.Dispose();
        return null;
    }

    /// <summary>
    /// Begins to send a range of the file to the medium and returns. Only a head start: the file is durable after its fsync, which is still due.
    /// Linux; elsewhere nothing.
    /// </summary>
    public static void BeginFlush(SafeFileHandle file, long offset, long count) => FlushRange(file, offset, count, SyncWrite);

    /// <summary>As <see cref="BeginFlush"/>, and waits for the range. Throws IOException: an error told here is not told again by fsync.</summary>
    public static void AwaitFlush(SafeFileHandle file, long offset, long count) =>
        FlushRange(file, offset, count, SyncWaitBefore | SyncWrite | SyncWaitAfter);

    /// <summary>Tells the kernel that a range which is on the medium will not be read soon: its memory serves others. Linux; elsewhere nothing.</summary>
    public static void Forget(SafeFileHandle file, long offset, long count)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Advise(file, offset, count, DontNeed); // Advice: refused, it changes nothing.
        }
    }

    private static void FlushRange(SafeFileHandle file, long offset, long count, uint flags)
    {
        if (!OperatingSystem.IsLinux() || SyncFileRange(file, offset, count, flags) == 0)
        {
            return;
        }

        int error = Marshal.GetLastPInvokeError();
        if (error is not (Invalid or NotSeekable or NotKnown))
        {
            throw new IOException($"The file cannot be written to the medium (errno {error}).");
        }
    }

    private static FileKind ManagedKind(string path)
    {
        FileAttributes attributes = File.GetAttributes(path);
        return (attributes & FileAttributes.ReparsePoint) != 0 ? FileKind.Link
            : (attributes & FileAttributes.Directory) != 0 ? FileKind.Folder
            : (attributes & FileAttributes.Device) != 0 ? FileKind.Special : FileKind.Regular;
    }

    private static FileKind Kind(int descriptor, string path, int flags)
    {
        const uint statxType = 1;
        const int modeOffset = 28;
        Span<byte> status = stackalloc byte[256];
        if (Statx(descriptor, path, flags, statxType, ref MemoryMarshal.GetReference(status)) != 0)
        {
            return FileKind.Missing;
        }

        // struct statx is the same on every architecture, unlike struct stat; the mode is in the machine's order.
        int mode = BitConverter.IsLittleEndian
            ? BinaryPrimitives.ReadUInt16LittleEndian(status[modeOffset..])
            : BinaryPrimitives.ReadUInt16BigEndian(status[modeOffset..]);
        return (mode & 0xF000) switch
        {
            0x8000 => FileKind.Regular,
            0x4000 => FileKind.Folder,
            0xA000 => FileKind.Link,
            _ => FileKind.Special,
        };
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Fdatasync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "sync_file_range", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SyncFileRange(SafeFileHandle file, long offset, long count, uint flags);

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(SafeFileHandle file, long offset, long count, int advice);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(int folder, string path, int flags, uint mask, ref byte status);
}
