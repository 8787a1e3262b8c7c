using System.Runtime.InteropServices;

namespace Decent.Edge.Power.Gpio;

/// <summary>The kernel of this machine.</summary>
public sealed partial class LinuxGpio : IGpioKernel
{
    private const int ReadWriteCloseOnExec = 0x80002;
    private const short Readable = 1;
    private const int Interrupted = 4;

    /// <inheritdoc/>
    public IReadOnlyList<string> Chips() => Directory.Exists("/dev") ? [.. Directory.EnumerateFiles("/dev", "gpiochip*").Order(StringComparer.Ordinal)] : [];

    /// <inheritdoc/>
    public int Open(string path) => Checked(OpenFile(path, ReadWriteCloseOnExec), $"opening {path}");

    /// <inheritdoc/>
    public void Control(int handle, uint call, Span<byte> argument) =>
        Checked(Ioctl(handle, call, ref MemoryMarshal.GetReference(argument)), $"GPIO call {call:X8}");

    /// <inheritdoc/>
    public bool Poll(int handle, TimeSpan atMost)
    {
        PollEntry entry = new() { Handle = handle, Wanted = Readable };
        int ready = PollFiles(ref entry, 1, (int)Math.Clamp(atMost.TotalMilliseconds, 0, int.MaxValue));
        // A signal is no change of the line: whoever waits asks again.
        return ready < 0 && Marshal.GetLastPInvokeError() == Interrupted ? false : Checked(ready, "waiting for a GPIO line") > 0;
    }

    /// <inheritdoc/>
    public int Read(int handle, Span<byte> buffer) =>
        (int)Checked(ReadFile(handle, ref MemoryMarshal.GetReference(buffer), buffer.Length), "reading a GPIO line");

    /// <inheritdoc/>
    public void Close(int handle) => _ = CloseFile(handle);

    private static T Checked<T>(T result, string doing) where T : System.Numerics.INumber<T> =>
        T.IsNegative(result) ? throw new IOException($"{doing}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}") : result;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Ioctl(int handle, nuint call, ref byte argument);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int PollFiles(ref PollEntry entry, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadFile(int handle, ref byte buffer, nint length);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int CloseFile(int handle);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Handle;
        public short Wanted;
        public short Ready;
    }
}
