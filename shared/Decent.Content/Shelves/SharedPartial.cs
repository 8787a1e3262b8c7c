using System.Security.Cryptography;
using Decent.Content.Disk;
using Microsoft.Win32.SafeHandles;

namespace Decent.Content.Shelves;

/// <summary>One download in progress, shared by everyone who opened it. The data file has the object's full length from the start.</summary>
internal sealed class SharedPartial : IDisposable
{
    // What is put and read. Never held while the disk flushes.
    private readonly Lock _gate = new();

    // Taken before the other by what must not come between a commit's flush and its rename.
    private readonly Lock _commits = new();
    private readonly StoreFolder _folder;
    private readonly SafeFileHandle _data;
    private readonly SafeFileHandle _marks;
    private readonly PartialMap _map;
    private bool _closed;

    public SharedPartial(StoreFolder folder, Cid cid, LeafTable leaves)
    {
        _folder = folder;
        Cid = cid;
        Leaves = leaves;
        _map = new PartialMap(leaves.Count);
        string data = folder.PartialFile(cid), marks = folder.PartialMap(cid);
        byte[]? marked = File.Exists(data) && new FileInfo(data).Length == leaves.Size ? FileReading.ReadSmall(marks, _map.Bits.Length) : null;
        bool resumes = marked?.Length == _map.Bits.Length;
        _data = resumes ? folder.Disk.OpenForWriting(data) : folder.Disk.Create(data);
        try
        {
            folder.Disk.Resize(_data, leaves.Size);
            Verify(resumes ? marked! : []);
            _marks = folder.Disk.Create(marks);
            folder.Disk.Write(_marks, _map.Bits, 0);
        }
        catch
        {
            _data.Dispose();
            _marks?.Dispose();
            throw;
        }
    }

    public Cid Cid { get; }

    public LeafTable Leaves { get; }

    /// <summary>The version that it is fetched for.</summary>
    public Cid Version { get; init; }

    /// <summary>True once the object is whole on its shelf; the files here are gone.</summary>
    public bool IsCommitted { get; private set; }

    public int MissingCount
    {
        get
        {
            lock (_gate)
            {
                return _map.Missing;
            }
        }
    }

    public bool Has(int leaf)
    {
        lock (_gate)
        {
            return _map.Has(leaf);
        }
    }

    public int NextMissing(int from)
    {
        lock (_gate)
        {
            return _map.NextMissing(from);
        }
    }

    public bool TryPut(int leaf, ReadOnlySpan<byte> bytes)
    {
        if (leaf < 0 || leaf >= Leaves.Count || bytes.Length != Leaves.Length(leaf) || !IsLeaf(leaf, bytes))
        {
            return false;
        }

        lock (_gate)
        {
            if (!_map.Has(leaf))
            {
                _folder.Disk.Write(_data, bytes, Leaves.Offset(leaf));
                _map.Set(leaf);
                _folder.Disk.Write(_marks, _map.Bits.Slice(leaf >> 3, 1), leaf >> 3);
            }
        }

        return true;
    }

    /// <summary>
    /// Reads a leaf that was put; false when it is missing or its bytes on disk are no longer right. Several read at once and beside whoever puts.
    /// </summary>
    public bool TryRead(int leaf, Span<byte> buffer)
    {
        try
        {
            return Has(leaf) && FileReading.TryReadWhole(_data, buffer, Leaves.Offset(leaf)) && IsLeaf(leaf, buffer);
        }
        catch (ObjectDisposedException)
        {
            return false; // The last who had it open let go of it meanwhile.
        }
    }

    /// <summary>Flushes and hands the data file over; only the first caller of a whole partial does so. It stays readable while the disk works.</summary>
    public void Commit(Action<string> place)
    {
        lock (_commits)
        {
            if (MissingCount is > 0 and var missing)
            {
                throw new InvalidOperationException($"{missing} leaves are missing: put them before committing.");
            }

            if (!IsCommitted)
            {
                _folder.Disk.Flush(_data);
                place(_folder.PartialFile(Cid));
                IsCommitted = true;
                // A map that is left behind says nothing without its data: the next start removes it.
                using WriteGate.Scope change = _folder.Gate.EnterIfOpen();
                if (change.IsEntered)
                {
                    _folder.Disk.Delete(_folder.PartialMap(Cid));
                }
            }
        }
    }

    /// <summary>Forgets what was put; the download begins again. Returns the bytes forgotten.</summary>
    public long Clear()
    {
        lock (_commits)
        lock (_gate)
        {
            if (IsCommitted || _closed)
            {
                return 0;
            }

            long forgotten = 0;
            for (int leaf = 0; leaf < Leaves.Count; leaf++)
            {
                forgotten += _map.Has(leaf) ? Leaves.Length(leaf) : 0;
            }

            _map.Clear();
            _folder.Disk.Write(_marks, _map.Bits, 0);
            _folder.Disk.Resize(_data, 0);
            _folder.Disk.Resize(_data, Leaves.Size);
            return forgotten;
        }
    }

    public void Dispose()
    {
        lock (_commits)
        lock (_gate)
        {
            _closed = true;
            _data.Dispose();
            _marks.Dispose();
        }
    }

    private bool IsLeaf(int leaf, ReadOnlySpan<byte> bytes)
    {
        Span<byte> digest = stackalloc byte[32];
        SHA256.HashData(bytes, digest);
        return digest.SequenceEqual(Leaves.Digest(leaf));
    }

    private void Verify(byte[] marked)
    {
        byte[] buffer = marked.Length > 0 ? new byte[Math.Min(Leaves.ChunkSize, Leaves.Size)] : [];
        for (int leaf = 0; leaf < Leaves.Count && marked.Length > 0; leaf++)
        {
            Span<byte> bytes = buffer.AsSpan(0, Leaves.Length(leaf));
            if ((marked[leaf >> 3] & (1 << (leaf & 7))) != 0 && FileReading.TryReadWhole(_data, bytes, Leaves.Offset(leaf)) && IsLeaf(leaf, bytes))
            {
                _map.Set(leaf);
            }
        }
    }
}
