using Microsoft.Win32.SafeHandles;

namespace Decent.Content.Disk;

/// <summary>
/// A disk whose changes pass a gate; reads do not. Whoever closes it waits for names alone. Bytes that are written, a folder that is made and whatever
/// reaches the medium change nothing of what the files and the index say, as the kernel's own writing behind does not.
/// </summary>
internal sealed class GatedDisk(IDisk disk, WriteGate gate) : IDisk
{
    public void EnsureFolder(string path)
    {
        // Most are there, and a lookup is no change.
        if (!Directory.Exists(path))
        {
            gate.Check();
            disk.EnsureFolder(path);
        }
    }

    public void EnsureFolders(IReadOnlyList<string> paths)
    {
        if (!paths.All(Directory.Exists))
        {
            gate.Check();
            disk.EnsureFolders(paths);
        }
    }

    public SafeFileHandle Create(string path)
    {
        gate.Check();
        return disk.Create(path);
    }

    public SafeFileHandle OpenForWriting(string path)
    {
        gate.Check();
        return disk.OpenForWriting(path);
    }

    public void Resize(SafeFileHandle file, long length)
    {
        gate.Check();
        disk.Resize(file, length);
    }

    public void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        gate.Check();
        disk.Write(file, bytes, offset);
    }

    public void Flush(SafeFileHandle file)
    {
        gate.Check();
        disk.Flush(file);
    }

    /// <summary>Also behind a closed gate: what was given a name before is to keep it.</summary>
    public void FlushFolder(string path) => disk.FlushFolder(path);

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
