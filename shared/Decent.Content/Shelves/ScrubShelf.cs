using System.Security.Cryptography;
using Decent.Content.Disk;
using Decent.Content.Index;
using Microsoft.Win32.SafeHandles;

namespace Decent.Content.Shelves;

/// <summary>
/// Reads objects again in the order of their CIDs, to find what the disk has lost before a client does. It is no use of them: eviction learns nothing,
/// nothing is held, and the bytes come from the disk and not from the page cache.
/// </summary>
internal sealed class ScrubShelf(ObjectShelf objects, IndexReader reader)
{
    /// <summary>Leaves of one object from here on, as many as the buffer holds; of the next object when this one has no more. Damage is put aside.</summary>
    public ScrubRead Read(ScrubPlace at, Span<byte> buffer)
    {
        ObjectRow? row = at.Object.IsDefault ? null : objects.Find(at.Object);
        if (row is null || at.Leaf >= row.Leaves.Count)
        {
            if (reader.Next(at.Object) is not { } next)
            {
                return new ScrubRead(default, 0, IsEnd: true);
            }

            at = new ScrubPlace(next, 0);
            row = objects.Find(next);
        }

        // Without a row it was found damaged, or has gone: the one after it comes next.
        return row is null ? new ScrubRead(at, 0, IsEnd: false) : Read(row, at, buffer);
    }

    private ScrubRead Read(ObjectRow row, ScrubPlace at, Span<byte> buffer)
    {
        LeafTable leaves = row.Leaves;
        int count = 1, length = leaves.Length(at.Leaf);
        while (at.Leaf + count < leaves.Count && length + leaves.Length(at.Leaf + count) <= buffer.Length)
        {
            length += leaves.Length(at.Leaf + count++);
        }

        using SafeFileHandle? file = objects.TryOpenFile(row.Cid);
        if (file is null)
        {
            return new ScrubRead(at, 0, IsEnd: false);
        }

        Span<byte> bytes = buffer[..length];
        Posix.Forget(file, leaves.Offset(at.Leaf), length);
        int wrong = FileReading.TryReadWhole(file, bytes, leaves.Offset(at.Leaf)) ? FirstWrong(leaves, at.Leaf, count, bytes) : at.Leaf;
        if (wrong >= 0)
        {
            objects.Quarantine(row.Cid, wrong, "its bytes no longer have their digest");
            return new ScrubRead(at, 0, IsEnd: false);
        }

        return new ScrubRead(at with { Leaf = at.Leaf + count }, length, IsEnd: false);
    }

    private static int FirstWrong(LeafTable leaves, int first, int count, ReadOnlySpan<byte> bytes)
    {
        Span<byte> digest = stackalloc byte[32];
        for (int leaf = first, at = 0; leaf < first + count; at += leaves.Length(leaf++))
        {
            SHA256.HashData(bytes.Slice(at, leaves.Length(leaf)), digest);
            if (!digest.SequenceEqual(leaves.Digest(leaf)))
            {
                return leaf;
            }
        }

        return -1;
    }
}
