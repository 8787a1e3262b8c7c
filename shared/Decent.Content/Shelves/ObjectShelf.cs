using Decent.Content.Disk;
using Decent.Content.Import;
using Decent.Content.Index;
using Microsoft.Win32.SafeHandles;

namespace Decent.Content.Shelves;

/// <summary>
/// objects/: whole files by CID. A file is in place and durable before the index names it, and out of the index before it is deleted.
/// </summary>
internal sealed class ObjectShelf(
    StoreFolder folder, IndexWriter writer, IndexReader reader, Budget budget, DamageShelf damages, Holds holds, EvictionDesk eviction,
    TimeProvider time) : IDisposable
{
    // Serialises what changes names and rows together. Reads never take it.
    private readonly Lock _changes = new();
    private readonly Uses _uses = new(writer, folder.Gate);
    private readonly OpenShelf _open = new();

    /// <summary>Called outside every lock with the object, the leaf or -1, and the reason.</summary>
    public event Action<Cid, int, string>? Damaged;

    /// <summary>Only once it is durable.</summary>
    public bool Has(Cid cid) => (_open.Has(cid) || reader.Has(cid)) && (!folder.IsSettling || folder.IsSettled(folder.ObjectFile(cid)));

    /// <summary>Takes the bytes from the budget, dropping objects that nobody holds as the policy says; false when that is not enough.</summary>
    public bool TryMakeRoom(long bytes)
    {
        if (bytes > budget.Max || budget.TryTake(bytes))
        {
            return bytes <= budget.Max;
        }

        lock (_changes)
        {
            _uses.Flush();
            while (!budget.TryTake(bytes))
            {
                IReadOnlyList<long> victims = eviction.Next();
                foreach ((Cid cid, long size) in victims.SelectMany(writer.Named))
                {
                    Remove(cid, size);
                }

                if (victims.Count == 0)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Holds the object against eviction when it is there; the caller releases it.</summary>
    public bool TryHold(Cid cid)
    {
        lock (_changes)
        {
            bool has = reader.Has(cid);
            if (has)
            {
                holds.Add(cid);
                Note(cid);
            }

            return has;
        }
    }

    public void Release(Cid cid) => holds.Remove(cid);

    /// <summary>
    /// Makes a flushed file the object and holds it; its bytes were taken from the budget by the caller.
    /// False when the object was there: the file is deleted and its bytes are given back.
    /// </summary>
    /// <param name="version">The version that it was fetched for; default for none.</param>
    public bool Add(string file, Cid cid, LeafTable leaves, Cid version = default)
    {
        lock (_changes)
        {
            bool known = reader.Has(cid);
            if (known)
            {
                folder.Disk.Delete(file);
                budget.GiveUp(leaves.Size);
            }
            else
            {
                long id = writer.AddLeaves(leaves);
                folder.Place(file, folder.ObjectFile(cid), () => Index(id, cid, leaves, reader.Committed(version)));
            }

            holds.Add(cid);
            return !known;
        }
    }

    /// <summary>
    /// As <see cref="Add"/> for several files with different CIDs, whose names are made durable together. Each is told once it is an object and
    /// held; what was not told when this throws stays the caller's.
    /// </summary>
    public void AddAll(IReadOnlyList<WrittenFile> files, Action<WrittenFile, bool> placed)
    {
        lock (_changes)
        {
            List<WrittenFile> fresh = [];
            foreach (WrittenFile file in files)
            {
                if (!reader.Has(file.Cid))
                {
                    fresh.Add(file);
                    continue;
                }

                folder.Disk.Delete(file.Path);
                budget.GiveUp(file.Leaves.Size);
                Place(file, false);
            }

            long[] ids = [.. fresh.Select(file => writer.AddLeaves(file.Leaves))];
            folder.PlaceAll(
                [.. fresh.Select(file => (file.Path, folder.ObjectFile(file.Cid)))],
                i => Index(ids[i], fresh[i].Cid, fresh[i].Leaves, committed: 0),
                i => Place(fresh[i], true));
        }

        void Place(WrittenFile file, bool added)
        {
            holds.Add(file.Cid);
            placed(file, added);
        }
    }

    public ContentReader? Open(Cid cid)
    {
        holds.Add(cid);
        return Lend(cid, _open.TryEnter(cid, looks: true) ?? OpenAnew(cid));
    }

    /// <summary>As <see cref="Open"/> when the file is open already; null otherwise.</summary>
    public ContentReader? OpenAgain(Cid cid)
    {
        holds.Add(cid);
        return Lend(cid, _open.TryEnter(cid, looks: false));
    }

    private ContentReader? Lend(Cid cid, OpenFile? file)
    {
        if (file is null)
        {
            holds.Remove(cid);
            return null;
        }

        Note(cid);
        return new ContentReader(this, file);
    }

    private OpenFile? OpenAnew(Cid cid)
    {
        if (Find(cid) is not { } row || TryOpenFile(cid) is not { } handle)
        {
            return null;
        }

        OpenFile file = new(cid, row.Leaves, handle, time);
        _open.Keep(file);
        if (!reader.Has(cid))
        {
            _open.Drop(cid); // Whoever removed it meanwhile may have looked before it was kept.
        }

        return file;
    }

    /// <summary>The object with digests that give its CID; null when there is no such object.</summary>
    public ObjectRow? Find(Cid cid) => reader.Find(cid) is { } row ? row.IsSound() ? row : Reindex(cid) : null;

    public SafeFileHandle? TryOpenFile(Cid cid)
    {
        SafeFileHandle? file = FileReading.TryOpen(folder.ObjectFile(cid));
        // An evicted object left the index before its file went: only when the index still names it is the file missed.
        if (file is null && reader.Has(cid))
        {
            Quarantine(cid, -1, "its file is missing or cannot be opened");
        }

        return file;
    }

    /// <summary>Drops the object from the index and keeps its file as evidence.</summary>
    public void Quarantine(Cid cid, int leaf, string reason)
    {
        lock (_changes)
        {
            // Met while reading, which goes on when nothing is written: it is met again.
            if (reader.Find(cid) is not { } row || !TryTakeOut(cid, row.Leaves.Size, folder.Gate.EnterIfOpen(), damages.Keep))
            {
                return;
            }
        }

        Damaged?.Invoke(cid, leaf, reason);
    }

    /// <summary>Drops the object unless somebody holds it.</summary>
    public void RemoveUnlessHeld(Cid cid)
    {
        lock (_changes)
        {
            if (!holds.Has(cid.Name) && reader.Find(cid) is { } row)
            {
                Remove(cid, row.Leaves.Size);
            }
        }
    }

    /// <summary>Drops every object, held or not: an open file stays readable until it is closed. Returns the bytes dropped.</summary>
    public long Clear()
    {
        lock (_changes)
        {
            IReadOnlyList<(Cid Cid, long Size)> all = writer.Objects();
            foreach ((Cid cid, long size) in all)
            {
                Remove(cid, size);
            }

            return all.Sum(one => one.Size);
        }
    }

    public void Flush() => _uses.Flush();

    /// <summary>Closes what no reader uses.</summary>
    public void Dispose() => _open.Dispose();

    private void Note(Cid cid)
    {
        _uses.Note(cid);
        eviction.Use(cid);
    }

    private void Index(long id, Cid cid, LeafTable leaves, long committed)
    {
        writer.AddObject(id, cid, leaves, _uses.Next(), committed);
        budget.Written(leaves.Size);
        eviction.Add(cid, leaves.Size, committed);
    }

    private void Remove(Cid cid, long size) => TryTakeOut(cid, size, folder.Gate.Enter(), folder.Disk.Delete);

    // Row and file; the leaves are nobody's then, and are dropped when nobody waits for that.
    private bool TryTakeOut(Cid cid, long size, WriteGate.Scope change, Action<string> end)
    {
        long? id;
        using (change)
        {
            if (!change.IsEntered || (id = writer.RemoveObject(cid)) is null)
            {
                return false;
            }

            _open.Drop(cid);
            eviction.Remove(cid);
            budget.Give(size);
            end(folder.ObjectFile(cid));
        }

        writer.DropLeaves(id);
        return true;
    }

    // The index is wrong about an object whose file may well be right.
    private ObjectRow? Reindex(Cid cid)
    {
        lock (_changes)
        {
            if (reader.Find(cid) is not { } row || row.IsSound())
            {
                return reader.Find(cid);
            }

            // Hashed first: a large file takes seconds, and whoever closes the gate waits for what is inside.
            bool isRight = StoredFile.TryHash(folder.ObjectFile(cid), cid, out LeafTable leaves);
            using WriteGate.Scope change = folder.Gate.EnterIfOpen();
            if (isRight && change.IsEntered)
            {
                writer.DropLeaves(writer.RemoveObject(cid));
                writer.AddObject(writer.AddLeaves(leaves), cid, leaves, _uses.Next());
                budget.Count(leaves.Size - row.Leaves.Size);
                return reader.Find(cid);
            }
        }

        Quarantine(cid, -1, "neither its digests in index.db nor its file give its CID");
        return null;
    }
}
