using System.Security.Cryptography;
using Decent.Content.Shelves;
using Microsoft.Win32.SafeHandles;

namespace Decent.Content;

/// <summary>
/// An open object: a lease on its file, which stays readable until this is disposed even when the object is evicted or cleared.
/// Any number of threads may read at once.
/// </summary>
public sealed class ContentReader : IDisposable
{
    private readonly ObjectShelf _shelf;
    private readonly LeafTable _leaves;
    private readonly SafeFileHandle _file;
    private int _disposed;

    internal ContentReader(ObjectShelf shelf, Cid cid, LeafTable leaves, SafeFileHandle file)
    {
        _shelf = shelf;
        _leaves = leaves;
        _file = file;
        Cid = cid;
    }

    /// <summary>The CID of the file.</summary>
    public Cid Cid { get; }

    /// <summary>Bytes of the file.</summary>
    public long Length => _leaves.Size;

    /// <summary>Bytes of every leaf but the last.</summary>
    public int ChunkSize => _leaves.ChunkSize;

    /// <summary>Leaves of the file, at least 1.</summary>
    public int LeafCount => _leaves.Count;

    /// <summary>Bytes of one leaf, 0 to LeafCount - 1.</summary>
    public int LeafLength(int leaf) => _leaves.Length(leaf);

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
    public int ReadLeaf(int leaf, Span<byte> buffer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(leaf);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(leaf, LeafCount);
        int length = _leaves.Length(leaf);
        if (buffer.Length < length)
        {
            throw new ArgumentException($"The leaf has {length} bytes.", nameof(buffer));
        }

        Span<byte> digest = stackalloc byte[32];
        if (Disk.FileReading.TryReadWhole(_file, buffer[..length], _leaves.Offset(leaf)))
        {
            SHA256.HashData(buffer[..length], digest);
            if (digest.SequenceEqual(_leaves.Digest(leaf)))
            {
                return length;
            }
        }

        buffer[..length].Clear();
        _shelf.Quarantine(Cid, leaf, "its bytes no longer have their digest");
        return -1;
    }

    /// <summary>
    /// Reads <paramref name="count"/> leaves from <paramref name="first"/> on to the front of the buffer by one read of the file and hashes each
    /// there; their bytes in all, or -1 when one is wrong, the object being quarantined and the buffer cleared.
    /// </summary>
    public int ReadLeaves(int first, int count, Span<byte> buffer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, LeafCount - first);
        int length = (int)(_leaves.Offset(first + count - 1) - _leaves.Offset(first)) + _leaves.Length(first + count - 1);
        if (buffer.Length < length)
        {
            throw new ArgumentException($"The leaves have {length} bytes.", nameof(buffer));
        }

        Span<byte> bytes = buffer[..length];
        int wrong = Disk.FileReading.TryReadWhole(_file, bytes, _leaves.Offset(first)) ? FirstWrong(first, count, bytes) : first;
        if (wrong < 0)
        {
            return length;
        }

        bytes.Clear();
        _shelf.Quarantine(Cid, wrong, "its bytes no longer have their digest");
        return -1;
    }

    /// <summary>Ends the lease.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _file.Dispose();
            _shelf.Release(Cid);
        }
    }

    private int FirstWrong(int first, int count, ReadOnlySpan<byte> bytes)
    {
        Span<byte> digest = stackalloc byte[32];
        for (int leaf = first, at = 0; leaf < first + count; at += _leaves.Length(leaf++))
        {
            SHA256.HashData(bytes.Slice(at, _leaves.Length(leaf)), digest);
            if (!digest.SequenceEqual(_leaves.Digest(leaf)))
            {
                return leaf;
            }
        }

        return -1;
    }
}
