using System.Collections.Concurrent;
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
    private readonly ConcurrentDictionary<string, bool> _unsettled = new(StringComparer.Ordinal);
    private int _settling;

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

    /// <summary>Whether a name was given that the disk may not have yet.</summary>
    public bool IsSettling => Volatile.Read(ref _settling) > 0;

    /// <summary>False while the disk may not have the name of this file: nobody may be told that it is here.</summary>
    public bool IsSettled(string file) => !_unsettled.ContainsKey(file);

    /// <summary>
    /// Moves a file whose bytes are already flushed to its place; durable when this returns. Whoever closes the gate waits for the name and for what belongs
    /// to it, and not for the disk to note the name down.
    /// </summary>
    /// <param name="from">Where it is.</param>
    /// <param name="to">Its place.</param>
    /// <param name="and">Done in one scope with the name.</param>
    public void Place(string from, string to, Action and) => PlaceAll([(from, to)], _ => and(), _ => { });

    /// <summary>As <see cref="Place"/> for several files: each by itself, then each folder's fsync. What was placed before one failed is durable too.</summary>
    /// <param name="files">Each from where it is to its place.</param>
    /// <param name="and">Done in one scope with the name of a file, by its position.</param>
    /// <param name="placed">The file is durable.</param>
    public void PlaceAll(IReadOnlyList<(string From, string To)> files, Action<int> and, Action<int> placed)
    {
        string[] folders = [.. files.Select(file => Path.GetDirectoryName(file.To)!).Distinct()];
        Disk.EnsureFolders(folders);
        int begun = 0, named = 0;
        try
        {
            for (; named < files.Count; named++)
            {
                using WriteGate.Scope change = Gate.Enter();
                Interlocked.Increment(ref _settling);
                _unsettled[files[named].To] = true;
                begun++;
                Disk.Rename(files[named].From, files[named].To);
                and(named);
            }
        }
        finally
        {
            Settle(begun > 0 ? folders : [], files.Take(begun));
            for (int i = 0; i < named; i++)
            {
                placed(i);
            }
        }
    }

    /// <summary>Replaces a small file as a whole; durable when this returns. Whoever closes the gate does not wait for its bytes.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="bytes">All of it.</param>
    /// <param name="and">Done in one scope with the name.</param>
    public void Write(string path, ReadOnlySpan<byte> bytes, Action and)
    {
        string temporary = Temporary();
        using (SafeFileHandle file = Disk.Create(temporary))
        {
            Disk.Write(file, bytes, 0);
            Disk.Flush(file);
        }

        Place(temporary, path, and);
    }

    /// <summary>Every file of a sharded shelf with the name that it should have; files elsewhere are not ours and are left alone.</summary>
    public IEnumerable<string> Files(string shelf) =>
        Directory.EnumerateDirectories(Shelf(shelf)).SelectMany(Directory.EnumerateFiles);

    // Not left out when the gate was closed meanwhile: it changes nothing, and what was given a name is to keep it.
    private void Settle(string[] folders, IEnumerable<(string From, string To)> files)
    {
        try
        {
            Array.ForEach(folders, Disk.FlushFolder);
        }
        finally
        {
            foreach ((_, string to) in files)
            {
                _unsettled.TryRemove(to, out _);
                Interlocked.Decrement(ref _settling);
            }
        }
    }

    private string Keyed(string shelf, ReadOnlySpan<byte> key, string suffix)
    {
        string hex = Convert.ToHexStringLower(key);
        return Path.Combine(_root, shelf, hex[..2], hex + suffix);
    }

    // The last characters of a CID but one: the first are the same for all, the very last has three bits.
    private string Sharded(string shelf, string cid) => Path.Combine(_root, shelf, cid.Substring(cid.Length - 3, 2), cid);
}
