using Microsoft.Win32.SafeHandles;

namespace Decent.Content.Disk;

/// <summary>The operating system's file system.</summary>
internal sealed class RealDisk : IDisk
{
    public static RealDisk Instance { get; } = new();

    public void EnsureFolder(string path)
    {
        DurableFile.EnsureFolder(path);
    }

    public void EnsureFolders(IReadOnlyList<string> paths)
    {
        HashSet<string> parents = [];
        foreach (string path in paths.Where(path => !Directory.Exists(path)))
        {
            Directory.CreateDirectory(path);
            parents.Add(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }

        foreach (string parent in parents)
        {
            FlushFolder(parent);
        }
    }

    public SafeFileHandle Create(string path) => File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);

    public SafeFileHandle OpenForWriting(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);

    public void Resize(SafeFileHandle file, long length) => RandomAccess.SetLength(file, length);

    public void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(file, bytes, offset);

    public void Flush(SafeFileHandle file) => RandomAccess.FlushToDisk(file);

    public void FlushFolder(string path) => Posix.FlushFolder(path);

    public void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    public void Delete(string path) => File.Delete(path);

    public long FreeBytes(string path) => new DriveInfo(path).AvailableFreeSpace;
}
