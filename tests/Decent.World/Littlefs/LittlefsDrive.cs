using Decent.Peer;

namespace Decent.World.Littlefs;

/// <summary>
/// A partition with littlefs on it, as nanoFramework's ESP32 build uses it. Content lies in the chip's sectors, with littlefs's own pointers;
/// metadata is kept as what the last complete commit said, and costs the programs, erases and reads that littlefs would need for it.
/// </summary>
public sealed class LittlefsDrive
{
    private readonly MetadataThread _metadata;
    private readonly MetadataReads _reads;
    private readonly SectorAllocator _allocator;
    private readonly Rng _rng;
    private readonly List<LittlefsFile> _open = [];

    /// <summary>Formats a partition of this many sectors of 4,096 bytes; the seed chooses where writing starts after each mount.</summary>
    public LittlefsDrive(int sectors, ulong seed)
    {
        _rng = new Rng(seed);
        Chip = new NorFlash(sectors, _rng.Next());
        Cache = new ReadCache(Chip);
        _reads = new MetadataReads(Chip);
        _allocator = new SectorAllocator(sectors, Traverse);
        _metadata = new MetadataThread(Chip, _allocator, _reads);
        _allocator.Forget(_rng.Below(sectors));
    }

    public NorFlash Chip { get; }

    /// <summary>Times that the power came back.</summary>
    public int Boots { get; private set; }

    /// <summary>Sectors that metadata or an open file refers to.</summary>
    public int UsedSectors
    {
        get
        {
            HashSet<int> used = [];
            double before = Chip.BusyUs;
            Traverse(sector => used.Add(sector));
            LookUs += Chip.BusyUs - before;
            return used.Count;
        }
    }

    /// <summary>Model time spent for <see cref="UsedSectors"/>, which no device would have spent.</summary>
    public double LookUs { get; private set; }

    /// <summary>Commits of metadata so far: a drive changes for good in their last programs only.</summary>
    public long Commits => _metadata.Commits;

    /// <summary>The power fails in the last program of the commit with this number, counted from 1 since the format; 0: never.</summary>
    public long CutAtCommit { get => _metadata.CutAtCommit; set => _metadata.CutAtCommit = value; }

    internal ReadCache Cache { get; }

    /// <summary>A folder: names of folders with slashes between them, nothing for the root. It is made when a file is first opened in it.</summary>
    public LittlefsFlash Folder(string path) => new(this, path);

    /// <summary>Everything that runs is dead.</summary>
    public void CutPower() => Chip.PowerOff();

    /// <summary>Power and a mount: the last committed version of each file is there, handles of before stay dead.</summary>
    public void Reboot()
    {
        Chip.PowerOn();
        CutAtCommit = 0;
        Boots++;
        _open.ForEach(file => file.Entry.IsOpen = false);
        _open.Clear();
        Cache.Drop();
        _allocator.Forget(_rng.Below(Chip.Sectors));
        _metadata.Pairs.ForEach(_reads.Fetch);
    }

    internal LittlefsFile? Open(string folder, string name)
    {
        MetadataPair? pair = Walk(folder);
        if (pair == null && !MakeFolders(folder)) return null;

        // The platform asks twice whether the file is there before it opens it.
        Walk(folder);
        Walk(folder);
        MetadataEntry? entry = Find(Walk(folder)!, name, out MetadataPair home, out int at);
        if (entry is { IsOpen: true }) return null;
        if (entry == null)
        {
            entry = new MetadataEntry(name, null) { Pair = home };
            if (!_metadata.Commit(home, MetadataChange.CreateFile(entry, at, () => home.Entries.Insert(at, entry)))) return null;
        }
        else
        {
            _reads.Get(entry.Pair!, entry, TagKind.Struct);
            _reads.Get(entry.Pair!, entry, TagKind.Time);
        }

        LittlefsFile file = new(this, entry, Boots);
        entry.IsOpen = true;
        _open.Add(file);

        // Every handle is opened for writing and carries the time of change, so opening alone makes it dirty, and it is committed at once.
        if (file.Sync()) return file;
        Forget(file);
        return null;
    }

    internal bool Delete(string folder, string name)
    {
        if (Walk(folder) == null) return true;
        MetadataEntry? entry = Find(Walk(folder)!, name, out MetadataPair home, out _);
        if (entry == null) return true;
        return !entry.IsOpen && _metadata.Commit(home, MetadataChange.Remove(entry, () => home.Entries.Remove(entry)));
    }

    internal bool Exists(string folder, string name) => Walk(folder) is { } pair && Find(pair, name, out _, out _) != null;

    internal void Forget(LittlefsFile file)
    {
        file.Entry.IsOpen = false;
        _open.Remove(file);
    }

    internal bool Commit(MetadataEntry entry, MetadataChange change) => _metadata.Commit(entry.Pair!, change);

    /// <summary>An erased sector, or -1.</summary>
    internal int Take()
    {
        int sector = _allocator.Take();
        if (sector < 0) return -1;
        Cache.Drop(sector);
        Chip.Erase(sector);
        return sector;
    }

    internal void Checkpoint() => _allocator.Checkpoint();

    private static string[] Parts(string folder) => folder.Split('/', StringSplitOptions.RemoveEmptyEntries);

    private static MetadataEntry? Find(MetadataPair pair, string name, List<MetadataPair> pairs, out MetadataPair home, out int at)
    {
        for (home = pair; ; home = pairs[pairs.IndexOf(home) + 1])
        {
            at = home.Entries.FindIndex(entry => string.CompareOrdinal(entry.Name, name) >= 0);
            if (at >= 0) return home.Entries[at].Name == name ? home.Entries[at] : null;
            at = home.Entries.Count;
            if (!home.IsSplit) return null;
        }
    }

    private MetadataEntry? Find(MetadataPair pair, string name, out MetadataPair home, out int at) =>
        Find(pair, name, _metadata.Pairs, out home, out at);

    // Each folder on the way is read from its beginning.
    private MetadataPair? Walk(string folder)
    {
        MetadataPair pair = _metadata.Root;
        FetchChain(pair);
        foreach (string part in Parts(folder))
        {
            if (Find(pair, part, out _, out _) is not { Folder: { } next } entry) return null;
            _reads.Get(entry.Pair!, entry, TagKind.Struct);
            FetchChain(next);
            pair = next;
        }

        return pair;
    }

    private void FetchChain(MetadataPair pair)
    {
        _reads.Fetch(pair);
        for (; pair.IsSplit; _reads.Fetch(pair)) pair = _metadata.After(pair);
    }

    private bool MakeFolders(string folder)
    {
        MetadataPair pair = _metadata.Root;
        foreach (string part in Parts(folder))
        {
            if (Find(pair, part, out MetadataPair home, out int at) is { Folder: { } there })
            {
                pair = there;
                continue;
            }

            MetadataPair? made = MakeFolder(part, home, at);
            if (made == null) return false;
            pair = made;
        }

        return true;
    }

    private MetadataPair? MakeFolder(string name, MetadataPair home, int at)
    {
        _allocator.Checkpoint();
        MetadataPair? made = _metadata.Allocate();
        if (made == null) return null;
        MetadataEntry entry = new(name, made) { Inline = null, Pair = home };
        MetadataChange change = MetadataChange.CreateFolder(entry, at, () =>
        {
            home.Entries.Insert(at, entry);
            _metadata.Pairs.Insert(_metadata.Pairs.IndexOf(home) + 1, made);
        });
        _metadata.WriteNew(made, [], change);
        made.Rewrite(made.Offset);
        return _metadata.Commit(home, change) ? made : null;
    }

    private void Traverse(Action<int> used)
    {
        foreach (MetadataPair pair in _metadata.Pairs)
        {
            used(pair.Current);
            used(pair.Other);
            _reads.Fetch(pair);
            foreach (MetadataEntry entry in pair.Entries)
            {
                _reads.Get(pair, entry, TagKind.Struct);
                if (entry is { Folder: null, Inline: null }) CtzList.Walk(entry.Head, entry.Size, Cache.ReadPointer, used);
            }
        }

        _open.ForEach(file => file.Traverse(used));
    }
}
