namespace Decent.Content.Disk;

/// <summary>A small file that is either the old or the new one after any cut: temporary, fsync, rename, fsync of the folder.</summary>
public static class DurableFile
{
    /// <summary>On the disk when this returns.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        string temporary = path + ".tmp";
        using (FileStream file = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
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
