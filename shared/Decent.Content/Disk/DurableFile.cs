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
