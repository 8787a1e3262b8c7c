using Decent.Content;

namespace Decent.Instance.Control;

/// <summary>Measures what the state folder takes. Cheap on many resources: packs are few, and the content store counts itself.</summary>
public sealed class DiskProbe(InstanceOptions options, ContentStore content)
{
    /// <summary>The figures of this moment; zeros where the disk does not tell.</summary>
    public DiskReport Read()
    {
        var (free, total) = Space(options.State);
        return new DiskReport
        {
            GitBytes = Repositories().Sum(r => Bytes(r, "*") + Bytes(Path.Combine(r, "objects", "pack"), "*")),
            ContentBytes = content.Usage.Bytes,
            ContentBytesMax = options.ContentBytesMax,
            DatabaseBytes = Bytes(options.State, "*.db*"),
            FreeBytes = free,
            TotalBytes = total,
        };
    }

    private IEnumerable<string> Repositories()
    {
        var tenants = Path.Combine(options.State, "tenants");
        return Directory.Exists(tenants) ? Directory.EnumerateDirectories(tenants).SelectMany(t => Directory.EnumerateDirectories(t, "_*.git")) : [];
    }

    private static long Bytes(string folder, string pattern)
    {
        try
        {
            return new DirectoryInfo(folder).EnumerateFiles(pattern).Sum(f => f.Length);
        }
        catch (IOException)
        {
            // A file or folder that went while it was looked at: packs are put together now and then.
            return 0;
        }
    }

    private static (long Free, long Total) Space(string folder)
    {
        try
        {
            var drive = new DriveInfo(folder);
            return (drive.AvailableFreeSpace, drive.TotalSize);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Some file systems do not tell; nobody is warned then.
            return (0, 0);
        }
    }
}
