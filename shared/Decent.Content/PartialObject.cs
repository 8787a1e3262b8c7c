using Decent.Content.Shelves;

namespace Decent.Content;

/// <summary>
/// A handle on the resumable download of one file. All handles on the same file share what was put; disposing the last one keeps it
/// for the next. Thread-safe.
/// </summary>
public sealed class PartialObject : IDisposable
{
    private readonly PartialShelf _shelf;
    private readonly PartialSlot _slot;
    private readonly SharedPartial _partial;
    private int _disposed;

    internal PartialObject(PartialShelf shelf, PartialSlot slot)
    {
        _shelf = shelf;
        _slot = slot;
        _partial = slot.Open();
    }

    /// <summary>The CID of the file.</summary>
    public Cid Cid => _partial.Cid;

    /// <summary>Leaves of the file, at least 1.</summary>
    public int LeafCount => _partial.Leaves.Count;

    /// <summary>True when no leaf is missing; the object still has to be committed.</summary>
    public bool IsWhole => MissingCount == 0;

    /// <summary>Leaves still missing.</summary>
    public int MissingCount => _partial.MissingCount;

    /// <summary>True when this leaf (0 to LeafCount - 1) was verified and written.</summary>
    public bool Has(int leaf) => _partial.Has(leaf);

    /// <summary>The first missing leaf at or after this one; -1 when there is none.</summary>
    public int NextMissing(int from) => _partial.NextMissing(from);

    /// <summary>False, and nothing written, when these are not the bytes of the leaf; true also when it was there already.</summary>
    public bool TryPut(int leaf, ReadOnlySpan<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        return _partial.TryPut(leaf, bytes);
    }

    /// <summary>
    /// Makes the whole file an object: fsync, rename, fsync of the folder, then the index. Does nothing when another handle did it.
    /// Throws InvalidOperationException while a leaf is missing.
    /// </summary>
    public void Commit()
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        _shelf.Commit(_partial);
    }

    /// <summary>Gives the handle back; what was put stays on disk.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _shelf.Close(_slot);
        }
    }
}
