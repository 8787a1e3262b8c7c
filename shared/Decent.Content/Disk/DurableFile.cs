namespace Decent.Content.Disk;

/// <summary>A small file that is either the old or the new one after any cut: temporary, fsync, rename, fsync of the folder.</summary>
public static class DurableFile
{
    /// <summary>On the disk when this returns; read and written by its owner alone when <paramref name="isSecret"/>.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes, bool isSecret = false)
    {
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

        File.Move(temporary, path, overwrite: true);
        Posix.FlushFolder(Path.GetDirectoryName(path)!);
    }

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
}
