using Microsoft.Win32.SafeHandles;

namespace Decent.Content.Disk;

/// <summary>
/// The names inside a store's folder, and the one order of writing: temporary, fsync, rename, fsync of the folder.
/// Temporaries live in partial/ and end in .tmp; whatever a crash leaves of them is removed at the next start.
/// </summary>
internal sealed class StoreFolder
{
    private static readonly string[] Shelves = ["objects", "manifests", "heads", "pins", "partial", "damaged"];
    private readonly string _root;
    private long _temporaries;

    public StoreFolder(string root, IDisk disk, WriteGate gate)
    {
        _root = Path.GetFullPath(root);
        Disk = new GatedDisk(disk, gate);
        Gate = gate;
        Disk.EnsureFolder(_root);
        foreach (string shelf in Shelves)
        {
            Disk.EnsureFolder(Path.Combine(_root, shelf));
        }
    }

    public IDisk Disk { get; }

    /// <summary>One scope for what must not be left half done.</summary>
    public WriteGate Gate { get; }

    public string IndexFile => Path.Combine(_root, "index.db");

    public string LockFile => Path.Combine(_root, "lock");

    public string Shelf(string name) => Path.Combine(_root, name);

    public string ObjectFile(Cid cid) => Sharded("objects", cid.ToString());

    public string ManifestFile(Cid root) => Sharded("manifests", root.ToString());

    public string HeadFile(ReadOnlySpan<byte> key) => Keyed("heads", key, ".json");

    public string PinFile(ReadOnlySpan<byte> key) => Keyed("pins", key, ".txt");

    public string PartialFile(Cid cid) => Path.Combine(_root, "partial", cid + ".part");

    public string PartialMap(Cid cid) => Path.Combine(_root, "partial", cid + ".map");

    public string DamagedFile(string name) => Path.Combine(_root, "damaged", name);

    public string Temporary() => Path.Combine(_root, "partial", $"{Interlocked.Increment(ref _temporaries)}.tmp");

    /// <summary>Moves a file whose bytes are already flushed to its place; durable when this returns.</summary>
    public void Place(string from, string to)
    {
        string folder = Path.GetDirectoryName(to)!;
        Disk.EnsureFolder(folder);
        Disk.Rename(from, to);
        Disk.FlushFolder(folder);
    }

    /// <summary>As <see cref="Place"/> for several files at once: all names first, then each folder's fsync.</summary>
    public void PlaceAll(IReadOnlyList<(string From, string To)> files)
    {
        string[] folders = [.. files.Select(file => Path.GetDirectoryName(file.To)!).Distinct()];
        Disk.EnsureFolders(folders);
        foreach ((string from, string to) in files)
        {
            Disk.Rename(from, to);
        }

        Array.ForEach(folders, Disk.FlushFolder);
    }

    /// <summary>Replaces a small file as a whole; durable when this returns.</summary>
    public void Write(string path, ReadOnlySpan<byte> bytes)
    {
        string temporary = Temporary();
        using (SafeFileHandle file = Disk.Create(temporary))
        {
            Disk.Write(file, bytes, 0);
            Disk.Flush(file);
        }

        Place(temporary, path);
    }

    /// <summary>Every file of a sharded shelf with the name that it should have; files elsewhere are not ours and are left alone.</summary>
    public IEnumerable<string> Files(string shelf) =>
        Directory.EnumerateDirectories(Shelf(shelf)).SelectMany(Directory.EnumerateFiles);

    private string Keyed(string shelf, ReadOnlySpan<byte> key, string suffix)
    {
        string hex = Convert.ToHexStringLower(key);
        return Path.Combine(_root, shelf, hex[..2], hex + suffix);
    }

    // The last characters of a CID but one: the first are the same for all, the very last has three bits.
    private string Sharded(string shelf, string cid) => Path.Combine(_root, shelf, cid.Substring(cid.Length - 3, 2), cid);
}
