using Microsoft.Win32.SafeHandles;

namespace Decent.Content.Disk;

/// <summary>A small file that is either the old or the new one after any cut: temporary, fsync, rename, fsync of the folder.</summary>
public static class DurableFile
{
    /// <summary>On the disk when this returns; read and written by its owner alone when <paramref name="isSecret"/>.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes, bool isSecret = false) => Write(path, bytes, isSecret, gate: null);

    /// <summary>As above. Whoever closes the gate waits for the name alone, and not for the bytes.</summary>
    /// <exception cref="WritesHeldException">The gate is closed; the file is the one it was.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes, WriteGate gate) => Write(path, bytes, isSecret: false, gate);

    /// <summary>Makes a folder, and those above it that are missing; each has its name on the disk when this returns. Nothing when it exists.</summary>
    public static void EnsureFolder(string path)
    {
        if (!Directory.Exists(path) && Path.GetDirectoryName(Path.GetFullPath(path)) is { } parent)
        {
            EnsureFolder(parent);
            Directory.CreateDirectory(path);
            Posix.FlushFolder(parent);
        }
    }

    /// <summary>The names in a folder reach the medium before this returns.</summary>
    public static void SyncFolder(string path) => Posix.FlushFolder(path);

    /// <summary>
    /// A file's length and place reach the medium. Needed on a FAT after <see cref="Write"/>: the entry of the new name has neither until the file is
    /// synced once more, or somebody writes back what is old (Linux fs/fat, vfat_rename).
    /// </summary>
    public static void SyncEntry(string path)
    {
        using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>The next read of what was flushed comes from the medium and not from memory. Linux; elsewhere nothing.</summary>
    public static void Forget(SafeFileHandle file) => Posix.Forget(file, 0, 0);

    /// <summary>Gone from the disk when this returns; a missing file is no error.</summary>
    public static void Delete(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        File.Delete(path);
        Posix.FlushFolder(Path.GetDirectoryName(path)!);
    }

    private static void Write(string path, ReadOnlySpan<byte> bytes, bool isSecret, WriteGate? gate)
    {
        gate?.Check();
        string temporary = path + ".tmp";
        // One that a cut left behind keeps its mode when it is opened again.
        File.Delete(temporary);
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (isSecret && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (FileStream file = new(temporary, options))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        using (WriteGate.Scope? change = gate?.Enter())
        {
            File.Move(temporary, path, overwrite: true);
        }

        Posix.FlushFolder(Path.GetDirectoryName(path)!);
    }
}
