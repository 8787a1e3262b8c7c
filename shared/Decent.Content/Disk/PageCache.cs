using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Decent.Content.Disk;

/// <summary>
/// What Linux tells of a file's bytes in memory: whether a read would have to wait for the medium, and when the file was last changed. Elsewhere, and on
/// file systems that do not tell, every answer is the careful one.
/// </summary>
internal static unsafe partial class PageCache
{
    private const int NoWait = 8;
    private const int AdviceRandom = 1;
    private const int AdviceWillNeed = 3;
    private const int AtEmptyPath = 0x1000;
    private const uint StatusNames = 4;
    private const uint StatusModified = 0x40;
    private const uint StatusChanged = 0x80;
    private const uint StatusSize = 0x200;

    // struct statx is the same on every architecture; numbers are in the machine's order.
    private const int MaskAt = 0, NamesAt = 16, SizeAt = 40, ChangedAt = 96, ModifiedAt = 112;

    private static readonly bool CanAsk = OperatingSystem.IsLinux()
        && NativeLibrary.TryLoad("libc", typeof(PageCache).Assembly, DllImportSearchPath.SafeDirectories, out IntPtr libc)
        && NativeLibrary.TryGetExport(libc, "preadv64v2", out _);

    /// <summary>False on a file system that does not tell what is in memory, as one that has no medium.</summary>
    public static bool CanTell(SafeFileHandle file)
    {
        Span<byte> first = stackalloc byte[1];
        return FileReading.TryReadWhole(file, first, 0) && TryRead(file, first, 0);
    }

    /// <summary>Whole and at once from memory, or false: then the bytes, or some of them, lie on the medium alone, or nobody can say.</summary>
    public static bool TryRead(SafeFileHandle file, Span<byte> buffer, long offset)
    {
        if (!CanAsk)
        {
            return false;
        }

        fixed (byte* start = buffer)
        {
            Piece piece = new() { Start = start, Length = (nuint)buffer.Length };
            return ReadPieces(file, &piece, 1, offset, NoWait) == buffer.Length;
        }
    }

    /// <summary>What the file is now; null when nobody can say.</summary>
    public static FileStamp? StampOf(SafeFileHandle file)
    {
        const uint asked = StatusNames | StatusModified | StatusChanged | StatusSize;
        Span<byte> status = stackalloc byte[256];
        return OperatingSystem.IsLinux() && Status(file, "", AtEmptyPath, asked, ref MemoryMarshal.GetReference(status)) == 0
            && (MemoryMarshal.Read<uint>(status[MaskAt..]) & asked) == asked
                ? new FileStamp(
                    MemoryMarshal.Read<long>(status[SizeAt..]), Time(status[ModifiedAt..]), Time(status[ChangedAt..]),
                    MemoryMarshal.Read<uint>(status[NamesAt..]))
                : null;
    }

    /// <summary>
    /// The kernel no longer reads more of this file than it is asked for. What it would read ahead could be bytes that were in memory once, were
    /// verified there, and now come from the medium anew with nobody noticing.
    /// </summary>
    public static void ReadNothingAhead(SafeFileHandle file) => Tell(file, 0, 0, AdviceRandom);

    /// <summary>Begins to read a range from the medium and returns.</summary>
    public static void Begin(SafeFileHandle file, long offset, long count) => Tell(file, offset, count, AdviceWillNeed);

    private static void Tell(SafeFileHandle file, long offset, long count, int advice)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Advise(file, offset, count, advice); // Advice: refused, it costs time and nothing else.
        }
    }

    /// <summary>Nanoseconds since 1970.</summary>
    private static long Time(ReadOnlySpan<byte> at) => unchecked((MemoryMarshal.Read<long>(at) * 1_000_000_000) + MemoryMarshal.Read<uint>(at[8..]));

    [StructLayout(LayoutKind.Sequential)]
    private struct Piece
    {
        public byte* Start;
        public nuint Length;
    }

    [LibraryImport("libc", EntryPoint = "preadv64v2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint ReadPieces(SafeFileHandle file, Piece* pieces, int count, long offset, int flags);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Status(SafeFileHandle file, string path, int flags, uint mask, ref byte status);

    [LibraryImport("libc", EntryPoint = "posix_fadvise64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(SafeFileHandle file, long offset, long count, int advice);
}
