using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Decent.Mqtt.LibMosquitto;

/// <summary>
/// The few system calls under the loop. poll and not select: select fails for descriptors above 1,023, and a cache has those.
/// </summary>
internal static unsafe partial class Kernel
{
    public const short Readable = 1;
    public const short Writable = 4;
    public const short Broken = 8 | 16 | 32;

    private const int PeekWithoutWaiting = 0x2 | 0x40;
    private const int EventNonBlocking = 0x800;
    private const int EventCloseOnExec = 0x80000;

    /// <summary>A new eventfd; an invalid handle when descriptors have run out.</summary>
    public static SafeFileHandle NewEvent() => new(EventFd(0, EventNonBlocking | EventCloseOnExec), ownsHandle: true);

    public static void Signal(SafeFileHandle descriptor)
    {
        ulong one = 1;
        _ = Write(descriptor, &one, sizeof(ulong));
    }

    public static void Drain(SafeFileHandle descriptor)
    {
        ulong count;
        _ = Read(descriptor, &count, sizeof(ulong));
    }

    /// <summary>Copies what the socket holds and leaves it there; 0 at its end, below 0 at an error.</summary>
    public static int Peek(int socket, Span<byte> buffer)
    {
        fixed (byte* first = buffer)
            return (int)Receive(socket, first, (nuint)buffer.Length, PeekWithoutWaiting);
    }

    /// <summary>Waits for one of the entries; an interrupted wait is one in which nothing happened.</summary>
    public static void Wait(Span<PollEntry> entries, int timeoutMs)
    {
        fixed (PollEntry* first = entries)
        {
            if (Poll(first, (nuint)entries.Length, timeoutMs) < 0)
            {
                foreach (ref var entry in entries)
                    entry.Happened = 0;
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "eventfd")]
    private static partial int EventFd(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(PollEntry* entries, nuint count, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "recv")]
    private static partial nint Receive(int socket, byte* buffer, nuint count, int flags);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(SafeFileHandle descriptor, void* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(SafeFileHandle descriptor, void* buffer, nuint count);
}
