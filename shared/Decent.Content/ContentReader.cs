using Decent.Content.Shelves;

namespace Decent.Content;

/// <summary>
/// An open object: a lease on its file, which stays readable until this is disposed even when the object is evicted or cleared.
/// Any number of threads may read at once.
/// </summary>
public sealed class ContentReader : IDisposable
{
    private readonly ObjectShelf _shelf;
    private readonly OpenFile _file;
    private int _disposed;

    internal ContentReader(ObjectShelf shelf, OpenFile file) => (_shelf, _file) = (shelf, file);

    /// <summary>The CID of the file.</summary>
    public Cid Cid => _file.Cid;

    /// <summary>Bytes of the file.</summary>
    public long Length => _file.Leaves.Size;

    /// <summary>Bytes of every leaf but the last.</summary>
    public int ChunkSize => _file.Leaves.ChunkSize;

    /// <summary>Leaves of the file, at least 1.</summary>
    public int LeafCount => _file.Leaves.Count;

    /// <summary>
    /// What a host made of this object and wants to find again while its file stays open, whoever reads it then; it costs no budget, so it is small.
    /// </summary>
    public object? Beside
    {
        get => _file.Beside;
        set => _file.Beside = value;
    }

    /// <summary>Bytes of one leaf, 0 to LeafCount - 1.</summary>
    public int LeafLength(int leaf) => _file.Leaves.Length(leaf);

    /// <summary>
    /// Reads one leaf to the front of the buffer, which has room for it, and returns its length; -1 when the stored bytes are wrong,
    /// the object being quarantined. The bytes are verified before this returns, and it returns completed: a read of the page cache
    /// is cheaper than a change of threads. Nothing is allocated.
    /// </summary>
    public ValueTask<int> ReadLeafAsync(int leaf, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(ReadLeaf(leaf, buffer.Span));
    }

    /// <summary>As <see cref="ReadLeafAsync"/>.</summary>
    public int ReadLeaf(int leaf, Span<byte> buffer) => ReadLeaves(leaf, 1, buffer);

    /// <summary>
    /// Reads <paramref name="count"/> leaves from <paramref name="first"/> on to the front of the buffer by one read of the file and hashes each
    /// there; their bytes in all, or -1 when one is wrong, the object being quarantined and the buffer cleared. They are hashed each time.
    /// </summary>
    public int ReadLeaves(int first, int count, Span<byte> buffer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, LeafCount - first);
        int last = first + count - 1;
        int length = (int)(_file.Leaves.Offset(last) - _file.Leaves.Offset(first)) + LeafLength(last);
        if (buffer.Length < length)
        {
            throw new ArgumentException($"The leaves have {length} bytes.", nameof(buffer));
        }

        Span<byte> bytes = buffer[..length];
        int wrong = _file.ReadAndHash(first, count, bytes);
        if (wrong < 0)
        {
            return length;
        }

        bytes.Clear();
        _shelf.Quarantine(Cid, wrong, "its bytes no longer have their digest");
        return -1;
    }

    /// <summary>
    /// Fills the buffer with the bytes at <paramref name="offset"/>, of any leaves, when all of them were verified a short while ago and have been in
    /// memory since; false otherwise, and then <see cref="ReadLeaves"/> verifies them. DESIGN.md says what that rests on. Nothing is allocated.
    /// </summary>
    public bool TryReadVerified(long offset, Span<byte> buffer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(buffer.Length, Length - offset);
        return _file.TryReadProven(buffer, offset);
    }

    /// <summary>
    /// True when <see cref="Verify"/> has a use: this file system tells what is in memory, and the file is older than a moment.
    /// </summary>
    public bool RemembersVerified => _file.Remembers;

    /// <summary>
    /// Hashes one leaf without handing it out, in little memory, for <see cref="TryReadVerified"/> to give; false when it is wrong, the object being
    /// quarantined.
    /// </summary>
    public bool Verify(int leaf)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(leaf);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(leaf, LeafCount);
        if (_file.Prove(leaf))
        {
            return true;
        }

        _shelf.Quarantine(Cid, leaf, "its bytes no longer have their digest");
        return false;
    }

    /// <summary>Ends the lease.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _shelf.Release(Cid);
            _file.Leave();
        }
    }
}
