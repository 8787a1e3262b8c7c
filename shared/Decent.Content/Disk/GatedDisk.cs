using Microsoft.Win32.SafeHandles;

namespace Decent.Content.Disk;

/// <summary>A disk whose changes pass a gate; reads do not.</summary>
internal sealed class GatedDisk(IDisk disk, WriteGate gate) : IDisk
{
    public void EnsureFolder(string path)
    {
        // Most are there, and a lookup is no change.
        if (!Directory.Exists(path))
        {
            using WriteGate.Scope scope = gate.Enter();
            disk.EnsureFolder(path);
        }
    }

    public void EnsureFolders(IReadOnlyList<string> paths)
    {
        using WriteGate.Scope scope = gate.Enter();
        disk.EnsureFolders(paths);
    }

    public SafeFileHandle Create(string path)
    {
        using WriteGate.Scope scope = gate.Enter();
        return disk.Create(path);
    }

    public SafeFileHandle OpenForWriting(string path)
    {
        using WriteGate.Scope scope = gate.Enter();
        return disk.OpenForWriting(path);
    }

    public void Resize(SafeFileHandle file, long length)
    {
        using WriteGate.Scope scope = gate.Enter();
        disk.Resize(file, length);
    }

    public void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        using WriteGate.Scope scope = gate.Enter();
        disk.Write(file, bytes, offset);
    }

    public void Flush(SafeFileHandle file)
    {
        // Not waited for by whoever closes the gate: it changes nothing, and of a large file it takes seconds.
        gate.Enter().Dispose();
        disk.Flush(file);
    }

    public void FlushFolder(string path)
    {
        using WriteGate.Scope scope = gate.Enter();
        disk.FlushFolder(path);
    }

    public void Rename(string from, string to)
    {
        using WriteGate.Scope scope = gate.Enter();
        disk.Rename(from, to);
    }

    public void Delete(string path)
    {
        using WriteGate.Scope scope = gate.Enter();
        disk.Delete(path);
    }

    public long FreeBytes(string path) => disk.FreeBytes(path);
}
