using System.Buffers;
using System.Security.Cryptography;
using Decent.Content.Disk;
using Microsoft.Win32.SafeHandles;

namespace Decent.Content.Shelves;

/// <summary>
/// An object's open file, shared by all who read it at the time, and what was verified of it. A leaf is hashed when it is read for the first time, and
/// again when its bytes are not in memory any more, when the file was changed, and after <see cref="Proof.GoodFor"/>; in between it is read alone.
/// </summary>
internal sealed class OpenFile
{
    private const int PieceBytes = 128 * 1024;

    private readonly SafeFileHandle _file;
    private readonly TimeProvider _time;
    private readonly bool _canTell;
    private Proof _proof;
    private int _users = 1;

    public OpenFile(Cid cid, LeafTable leaves, SafeFileHandle file, TimeProvider time)
    {
        (Cid, Leaves, _file, _time) = (cid, leaves, file, time);
        PageCache.ReadNothingAhead(file);
        _canTell = PageCache.CanTell(file);
        _proof = Proof.Begin(PageCache.StampOf(file), leaves.Count, time);
    }

    public Cid Cid { get; }

    public LeafTable Leaves { get; }

    /// <summary>False when somebody took its name away, be it for another file: who opens the object then finds what is there now.</summary>
    public bool HasName() => PageCache.StampOf(_file) is not { Names: 0 };

    /// <summary>False as soon as a read found that its name is gone.</summary>
    public bool IsNamed => _proof.IsNamed;

    /// <summary>See <see cref="ContentReader.Beside"/>.</summary>
    public object? Beside { get; set; }

    /// <summary>False when each read is hashed: where the kernel does not tell what is in memory, and of a file that was written a moment ago.</summary>
    public bool Remembers => _canTell && _proof.IsSettled;

    /// <summary>When it was last asked for, by the shelf's counter.</summary>
    public long LastUse { get; set; }

    /// <summary>One user more; false when the last one has gone.</summary>
    public bool TryEnter()
    {
        int users = Volatile.Read(ref _users);
        while (users > 0)
        {
            int before = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (before == users)
            {
                return true;
            }

            users = before;
        }

        return false;
    }

    /// <summary>The last one closes the file.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            _file.Dispose();
        }
    }

    /// <summary>Fills the buffer from <paramref name="offset"/> when all of that was verified and is still in memory; false otherwise.</summary>
    public bool TryReadProven(Span<byte> buffer, long offset)
    {
        int first = (int)(offset / Leaves.ChunkSize);
        int last = (int)((offset + Math.Max(0, buffer.Length - 1)) / Leaves.ChunkSize);
        Proof proof = Volatile.Read(ref _proof);
        if (proof.IsOver(_time) || !proof.HasAll(first, last - first + 1))
        {
            return false;
        }

        // Another reader that missed has another proof begun before the medium's bytes can be in memory: then these may be such.
        if (PageCache.TryRead(_file, buffer, offset) && proof.IsOf(PageCache.StampOf(_file)) && Volatile.Read(ref _proof) == proof)
        {
            return true;
        }

        Renew();
        return false;
    }

    /// <summary>Hashes one leaf piece by piece, so that <see cref="TryReadProven"/> gives it; false when it is wrong.</summary>
    public bool Prove(int leaf)
    {
        long offset = Leaves.Offset(leaf), end = offset + Leaves.Length(leaf);
        Proof proof = _proof.IsOver(_time) ? Renew() : _proof;
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            for (int length; offset < end; offset += length)
            {
                length = (int)Math.Min(PieceBytes, end - offset);
                Span<byte> piece = buffer.AsSpan(0, length);
                if (!PageCache.TryRead(_file, piece, offset))
                {
                    proof = Renew();
                    PageCache.Begin(_file, offset, end - offset + Leaves.ChunkSize);
                    if (!FileReading.TryReadWhole(_file, piece, offset))
                    {
                        return false;
                    }
                }

                hash.AppendData(piece);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        Span<byte> digest = stackalloc byte[32];
        hash.GetHashAndReset(digest);
        bool isRight = digest.SequenceEqual(Leaves.Digest(leaf));
        if (isRight)
        {
            proof.Add(leaf, 1);
        }

        return isRight;
    }

    /// <summary>Reads whole leaves to a buffer of exactly their length and hashes each; the first wrong one, or -1.</summary>
    public int ReadAndHash(int first, int count, Span<byte> bytes)
    {
        Proof proof = _canTell && _proof.IsOver(_time) ? Renew() : _proof;
        if (!PageCache.TryRead(_file, bytes, Leaves.Offset(first)))
        {
            // Whatever of this file left memory may come back from the medium with this read: nobody may believe the old proof when it does.
            proof = _canTell ? Renew() : proof;
            PageCache.Begin(_file, Leaves.Offset(first) + bytes.Length, bytes.Length);
            if (!FileReading.TryReadWhole(_file, bytes, Leaves.Offset(first)))
            {
                return first;
            }
        }

        int wrong = FirstWrong(first, count, bytes);
        if (wrong < 0)
        {
            proof.Add(first, count);
        }

        return wrong;
    }

    private Proof Renew()
    {
        Proof begun = Proof.Begin(PageCache.StampOf(_file), Leaves.Count, _time);
        Volatile.Write(ref _proof, begun);
        return begun;
    }

    private int FirstWrong(int first, int count, ReadOnlySpan<byte> bytes)
    {
        Span<byte> digest = stackalloc byte[32];
        for (int leaf = first, at = 0; leaf < first + count; at += Leaves.Length(leaf++))
        {
            SHA256.HashData(bytes.Slice(at, Leaves.Length(leaf)), digest);
            if (!digest.SequenceEqual(Leaves.Digest(leaf)))
            {
                return leaf;
            }
        }

        return -1;
    }
}
