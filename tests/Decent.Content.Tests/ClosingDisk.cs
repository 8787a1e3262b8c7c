using Decent.Content.Disk;
using Microsoft.Win32.SafeHandles;

namespace Decent.Content.Tests;

/// <summary>
/// The real disk, on which somebody closes the gate while change number <paramref name="closeAt"/> is being made. All but names takes until the gate is
/// closed and everybody was waited for: nobody may wait for that.
/// </summary>
internal sealed class ClosingDisk(WriteGate gate, int closeAt) : IDisk
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly IDisk _disk = RealDisk.Instance;
    private int _changes;

    /// <summary>Whether everybody inside was waited for; null when the change was never reached.</summary>
    public Task<bool>? Closing { get; private set; }

    /// <summary>Called when everybody was waited for and a folder has names that the medium does not have yet.</summary>
    public Action? Unsettled { get; set; }

    public void EnsureFolder(string path) => Awaited().EnsureFolder(path);

    public void EnsureFolders(IReadOnlyList<string> paths) => Awaited().EnsureFolders(paths);

    public SafeFileHandle Create(string path) => Awaited().Create(path);

    public SafeFileHandle OpenForWriting(string path) => Awaited().OpenForWriting(path);

    public void Resize(SafeFileHandle file, long length) => Awaited().Resize(file, length);

    public void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset) => Awaited().Write(file, bytes, offset);

    public void Flush(SafeFileHandle file) => Awaited().Flush(file);

    public void FlushFolder(string path)
    {
        IDisk disk = Awaited();
        if (_changes == closeAt)
        {
            Unsettled?.Invoke();
        }

        disk.FlushFolder(path);
    }

    public void Rename(string from, string to) => Change().Rename(from, to);

    public void Delete(string path) => Change().Delete(path);

    public long FreeBytes(string path) => _disk.FreeBytes(path);

    private IDisk Awaited()
    {
        IDisk disk = Change();
        Assert.True(Closing is null || Closing.Wait(Patience), "whoever closes the gate waits for more than names");
        return disk;
    }

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
