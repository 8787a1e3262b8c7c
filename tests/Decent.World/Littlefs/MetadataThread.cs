namespace Decent.World.Littlefs;

/// <summary>
/// All metadata pairs, in the order in which littlefs threads them, and how one is changed: by appending a commit; when the sector is full by
/// writing what holds to the other sector, splitting off the upper half when that is more than half a sector; and by moving to a new sector each
/// <see cref="Geometry.BlockCycles"/> erases, which the parent and the predecessor must be told.
/// </summary>
internal sealed class MetadataThread
{
    private const int SplitBytes = Geometry.BlockBytes / 2;
    private readonly NorFlash _chip;
    private readonly SectorAllocator _sectors;
    private readonly MetadataReads _reads;

    public MetadataThread(NorFlash chip, SectorAllocator sectors, MetadataReads reads)
    {
        _chip = chip;
        _sectors = sectors;
        _reads = reads;
        Root = new MetadataPair(0, 1) { IsSuper = true };
        Pairs.Add(Root);
    }

    public List<MetadataPair> Pairs { get; } = [];

    public MetadataPair Root { get; private set; }

    /// <summary>Commits begun so far, and the one in whose last program the power fails; 0: none.</summary>
    public long Commits { get; private set; }

    public long CutAtCommit { get; set; }

    /// <summary>A pair of free sectors, not written and in no thread; null when there are none.</summary>
    public MetadataPair? Allocate()
    {
        int second = _sectors.Take();
        int first = second < 0 ? -1 : _sectors.Take();
        if (first < 0) return null;
        _reads.Units(1);
        return new MetadataPair(first, second);
    }

    /// <summary>Writes the first state of a new pair. The caller makes it reachable.</summary>
    public void WriteNew(MetadataPair pair, List<MetadataEntry> entries, MetadataChange change)
    {
        int end = MetadataPair.EndOf(0, pair.CompactBytes(entries, change, hasTail: true));
        _chip.Erase(pair.Other);
        Program(pair.Other, 0, end, () => { });
        Swap(pair);
        pair.Revision++;
        pair.Offset = end;
    }

    /// <summary>False when there is no room; then nothing has changed.</summary>
    public bool Commit(MetadataPair pair, MetadataChange change) => pair.IsErased && Append(pair, change) || Compact(pair, change);

    public MetadataPair After(MetadataPair pair) => Pairs[Pairs.IndexOf(pair) + 1];

    private static void Swap(MetadataPair pair) => (pair.Current, pair.Other) = (pair.Other, pair.Current);

    private bool Append(MetadataPair pair, MetadataChange change)
    {
        int bytes = change.Tags.Sum(tag => tag.Bytes);
        if (pair.Offset + bytes > MetadataPair.EndBytes) return false;
        int begin = pair.Offset;
        int end = MetadataPair.EndOf(begin, bytes);
        if (end < Geometry.BlockBytes) _reads.Units(1);
        pair.IsErased = false; // A commit cut short leaves what nothing can be appended to.
        Program(pair.Current, begin, end, () =>
        {
            pair.Append(change.Tags, end);
            change.Done();
        });
        for (int at = begin; at < end; at += Geometry.CacheBytes) _chip.Look(Math.Min(Geometry.CacheBytes, end - at));
        return true;
    }

    private bool Compact(MetadataPair pair, MetadataChange change)
    {
        List<MetadataEntry> entries = change.After(pair.Entries);
        _reads.Compact(pair, entries.Count);
        bool hasTail = pair != Pairs[^1];
        List<(MetadataPair Pair, int From, int End)> tails = SplitOff(pair, entries, change);
        int count = tails.Count > 0 ? tails[^1].From : entries.Count;
        int bytes = pair.CompactBytes(entries.Take(count), change, hasTail || tails.Count > 0);
        if (bytes > MetadataPair.EndBytes) return false;
        int end = MetadataPair.EndOf(0, bytes);
        bool moves = pair.NeedsRelocation && !pair.IsSuper;
        int sector = moves ? _sectors.Take() : -1;
        moves = sector >= 0;
        int left = pair.Other;
        int target = moves ? sector : left;
        _chip.Erase(target);
        void Done()
        {
            pair.Revision++;
            pair.Other = target;
            Swap(pair);
            change.Done();
            Distribute(pair, tails, count, end);
        }

        Program(target, 0, end, moves ? () => { } : Done);
        return !moves || Announce(pair, Done);
    }

    private void Program(int sector, int from, int end, Action done)
    {
        Span<byte> blank = stackalloc byte[Geometry.CacheBytes];
        blank.Clear();
        for (int at = from; at < end; at += Geometry.CacheBytes)
        {
            int count = Math.Min(Geometry.CacheBytes, end - at);
            if (at + count == end && ++Commits == CutAtCommit) _chip.CutAtOperation = _chip.Operations + 1;
            try
            {
                _chip.Program(sector, at, blank[..count]);
            }
            catch (PowerCutException cut) when (cut.Completed && at + count == end)
            {
                done();
                throw;
            }
        }

        done();
    }

    // The parent's word counts: before it, the old pair with the state before this commit is the one that is found.
    private bool Announce(MetadataPair pair, Action done)
    {
        Pairs.ForEach(_reads.Fetch);
        MetadataEntry? parent = Pairs.SelectMany(other => other.Entries).FirstOrDefault(entry => entry.Folder == pair);
        MetadataPair before = Pairs[Pairs.IndexOf(pair) - 1];
        if (parent == null) return Commit(before, MetadataChange.Point(null, done));
        if (!Commit(parent.Pair!, MetadataChange.Point(parent, done))) return false;
        return Commit(Pairs[Pairs.IndexOf(pair) - 1], MetadataChange.Point(null, () => { }));
    }

    private List<(MetadataPair Pair, int From, int End)> SplitOff(MetadataPair pair, List<MetadataEntry> entries, MetadataChange change)
    {
        List<(MetadataPair Pair, int From, int End)> tails = [];
        int end = entries.Count;
        while (true)
        {
            int from = SplitPoint(pair, entries, end, change);
            if (from == 0 || !TrySplit(tails, entries, from, end, change)) break;
            end = from;
        }

        // The pair at 0 and 1 cannot move: when it is due, all it has moves on, and it is hardly written any more.
        if (pair.IsSuper && pair.NeedsRelocation && end > 0) TrySplit(tails, entries, 0, end, change);
        return tails;
    }

    private bool TrySplit(List<(MetadataPair, int, int)> tails, List<MetadataEntry> entries, int from, int end, MetadataChange change)
    {
        MetadataPair? tail = Allocate();
        if (tail == null) return false;
        WriteNew(tail, entries[from..end], change);
        tails.Add((tail, from, end));
        return true;
    }

    private static int SplitPoint(MetadataPair pair, List<MetadataEntry> entries, int end, MetadataChange change)
    {
        int from = 0;
        while (end - from > 1)
        {
            int bytes = entries.Take(from..end).Sum(change.BytesOf);
            if (end - from < 255 && bytes <= SplitBytes) break;
            from += (end - from) / 2;
        }

        return from;
    }

    private void Distribute(MetadataPair pair, List<(MetadataPair Pair, int From, int End)> tails, int count, int end)
    {
        List<MetadataEntry> all = pair.Entries;
        bool wasSplit = pair.IsSplit;
        int at = Pairs.IndexOf(pair);
        foreach ((MetadataPair tail, int from, int to) in tails)
        {
            tail.Entries = all[from..to];
            tail.IsSplit = wasSplit;
            tail.Rewrite(tail.Offset);
            Pairs.Insert(at + 1, tail);
            wasSplit = true;
            if (pair.IsSuper && from == 0) Root = tail;
        }

        pair.IsSplit = wasSplit && !(pair.IsSuper && count == 0);
        pair.Entries = all[..count];
        pair.Rewrite(end);
    }
}
