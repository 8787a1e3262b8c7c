using Decent.Content.Disk;

namespace Decent.Content.Shelves;

/// <summary>partial/: downloads in progress. Each is inside the budget at its full size, open or left over from an earlier run.</summary>
internal sealed class PartialShelf(StoreFolder folder, ObjectShelf objects, Budget budget) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Cid, PartialSlot> _open = [];
    private readonly Dictionary<Cid, long> _sizes = [];

    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _sizes.Values.Sum();
            }
        }
    }

    /// <summary>Removes what a crash left of temporaries, and takes over the downloads that can be resumed.</summary>
    public void Adopt()
    {
        foreach (FileInfo file in new DirectoryInfo(folder.Shelf("partial")).GetFiles())
        {
            bool named = Cid.TryParse(Path.GetFileNameWithoutExtension(file.Name), out Cid cid);
            bool resumable = named && File.Exists(folder.PartialFile(cid)) && File.Exists(folder.PartialMap(cid)) && !objects.Has(cid);
            if (!resumable || file.Extension is not (".part" or ".map"))
            {
                folder.Disk.Delete(file.FullName);
            }
            else if (file.Extension == ".part")
            {
                _sizes[cid] = file.Length;
                budget.Adopt(file.Length);
            }
        }
    }

    /// <summary>The partial of this file, made or resumed by its first user. Hashing again what was marked keeps nobody else waiting.</summary>
    public PartialSlot Open(Cid cid, LeafTable leaves, Cid version)
    {
        PartialSlot? slot;
        lock (_gate)
        {
            if (!_open.TryGetValue(cid, out slot) || slot.IsCommitted)
            {
                TakeRoom(cid, leaves.Size);
                slot = new PartialSlot(cid, () => new SharedPartial(folder, cid, leaves) { Version = version });
                _open[cid] = slot;
            }

            slot.Users++;
        }

        try
        {
            slot.Open();
            return slot;
        }
        catch
        {
            Close(slot);
            throw;
        }
    }

    public void Close(PartialSlot slot)
    {
        lock (_gate)
        {
            if (--slot.Users == 0)
            {
                if (_open.GetValueOrDefault(slot.Cid) == slot)
                {
                    _open.Remove(slot.Cid);
                }

                slot.Opened?.Dispose();
            }
        }
    }

    /// <summary>Makes the whole partial an object.</summary>
    public void Commit(SharedPartial partial) => partial.Commit(file =>
    {
        objects.Add(file, partial.Cid, partial.Leaves, partial.Version);
        objects.Release(partial.Cid);
        lock (_gate)
        {
            _sizes.Remove(partial.Cid);
        }
    });

    /// <summary>Every open partial that was not committed.</summary>
    public SharedPartial[] Opened()
    {
        lock (_gate)
        {
            return [.. _open.Values.Select(s => s.Opened).OfType<SharedPartial>().Where(p => !p.IsCommitted)];
        }
    }

    /// <summary>Deletes what nobody has open and empties what somebody has; returns the bytes freed.</summary>
    public long Clear()
    {
        long freed = 0;
        lock (_gate)
        {
            foreach (Cid cid in Unopened())
            {
                freed += Drop(cid);
            }
        }

        return freed + Opened().Sum(p => p.Clear());
    }

    public void Dispose()
    {
        foreach (SharedPartial partial in Opened())
        {
            partial.Dispose();
        }
    }

    // Leftovers of earlier downloads go before any whole object does, but not for a file that can never fit.
    private void TakeRoom(Cid cid, long size)
    {
        if (_sizes.TryGetValue(cid, out long known) && known == size)
        {
            return;
        }

        if (_sizes.ContainsKey(cid))
        {
            Drop(cid);
        }

        bool taken = budget.TryTake(size);
        foreach (Cid other in taken || size > budget.Max ? [] : Unopened())
        {
            Drop(other);
            taken = budget.TryTake(size);
            if (taken)
            {
                break;
            }
        }

        if (!taken && !objects.TryMakeRoom(size))
        {
            throw new ContentRefusedException(
                $"a file of {size} bytes must fit the content budget of {budget.Max} bytes beside what is in use, and the disk: "
                    + "raise the budget, free the disk or fetch it later");
        }

        _sizes[cid] = size;
    }

    private Cid[] Unopened() => [.. _sizes.Keys.Where(c => !_open.TryGetValue(c, out PartialSlot? slot) || slot.IsCommitted)];

    private long Drop(Cid cid)
    {
        long size = _sizes[cid];
        folder.Disk.Delete(folder.PartialFile(cid));
        folder.Disk.Delete(folder.PartialMap(cid));
        _sizes.Remove(cid);
        budget.GiveUp(size);
        return size;
    }
}
