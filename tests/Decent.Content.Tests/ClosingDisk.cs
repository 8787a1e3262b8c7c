using Decent.Content.Disk;
using Microsoft.Win32.SafeHandles;

namespace Decent.Content.Tests;

/// <summary>The real disk, on which somebody closes the gate while change number <paramref name="closeAt"/> is being made.</summary>
internal sealed class ClosingDisk(WriteGate gate, int closeAt) : IDisk
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly IDisk _disk = RealDisk.Instance;
    private int _changes;

    /// <summary>Whether everybody inside was waited for; null when the change was never reached.</summary>
    public Task<bool>? Closing { get; private set; }

    public void EnsureFolder(string path) => Change().EnsureFolder(path);

    public void EnsureFolders(IReadOnlyList<string> paths) => Change().EnsureFolders(paths);

    public SafeFileHandle Create(string path) => Change().Create(path);

    public SafeFileHandle OpenForWriting(string path) => Change().OpenForWriting(path);

    public void Resize(SafeFileHandle file, long length) => Change().Resize(file, length);

    public void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset) => Change().Write(file, bytes, offset);

    public void Flush(SafeFileHandle file) => Change().Flush(file);

    public void FlushFolder(string path) => Change().FlushFolder(path);

    public void Rename(string from, string to) => Change().Rename(from, to);

    public void Delete(string path) => Change().Delete(path);

    public long FreeBytes(string path) => _disk.FreeBytes(path);

    private IDisk Change()
    {
        if (++_changes == closeAt)
        {
            Closing = Task.Run(() => gate.Close(Patience));
            Assert.True(SpinWait.SpinUntil(() => gate.IsClosed, Patience));
        }

        return _disk;
    }
}
