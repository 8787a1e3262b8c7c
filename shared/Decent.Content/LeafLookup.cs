using System.Security.Cryptography;
using Decent.Content.Disk;
using Decent.Content.Index;
using Decent.Content.Shelves;
using Microsoft.Win32.SafeHandles;

namespace Decent.Content;

/// <summary>Finds single leaves by digest or tag, in whole objects first and then in downloads in progress. The bytes read always decide.</summary>
internal sealed class LeafLookup(ObjectShelf objects, PartialShelf partials, IndexReader index)
{
    private delegate bool Matcher(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> id);

    private static readonly Matcher ByDigest = static (bytes, id) =>
    {
        Span<byte> digest = stackalloc byte[32];
        SHA256.HashData(bytes, digest);
        return digest.SequenceEqual(id);
    };

    private static readonly Matcher ByTag = BlockTag.Matches;

    public bool TryFind(ReadOnlySpan<byte> digest, out int length)
    {
        length = -1;
        if (digest.Length != 32)
        {
            return false;
        }

        foreach (LeafPlace place in index.FindDigest(digest))
        {
            if (objects.Find(place.Object) is { } row && row.Leaves.Digest(place.Leaf).SequenceEqual(digest))
            {
                length = place.Length;
                return true;
            }
        }

        if (FindInPartials(digest, 0) is (var partial, var leaf))
        {
            length = partial.Leaves.Length(leaf);
        }

        return length >= 0;
    }

    public int Read(ReadOnlySpan<byte> digest, Span<byte> buffer) =>
        digest.Length == 32 ? Read(index.FindDigest(digest), FindInPartials(digest, 0), digest, buffer, ByDigest) : -1;

    public int ReadTagged(ReadOnlySpan<byte> tag, Span<byte> buffer) =>
        tag.Length == BlockTag.Length ? Read(index.FindTag(tag), FindInPartials(tag, 32), tag, buffer, ByTag) : -1;

    public bool HasTagged(ReadOnlySpan<byte> tag) =>
        tag.Length == BlockTag.Length && (index.FindTag(tag).Count > 0 || FindInPartials(tag, 32) is not null);

    private int Read(
        IReadOnlyList<LeafPlace> places, (SharedPartial Partial, int Leaf)? started, ReadOnlySpan<byte> id, Span<byte> buffer, Matcher matches)
    {
        foreach (LeafPlace place in places)
        {
            Span<byte> bytes = Room(buffer, place.Length);
            if (TryRead(place, bytes) && matches(bytes, id))
            {
                return bytes.Length;
            }

            DropWhenDamaged(place, bytes);
        }

        if (started is (var partial, var leaf))
        {
            Span<byte> bytes = Room(buffer, partial.Leaves.Length(leaf));
            if (partial.TryRead(leaf, bytes) && matches(bytes, id))
            {
                return bytes.Length;
            }
        }

        buffer.Clear();
        return -1;
    }

    private static Span<byte> Room(Span<byte> buffer, int length) =>
        buffer.Length >= length ? buffer[..length] : throw new ArgumentException($"The leaf has {length} bytes.", nameof(buffer));

    private bool TryRead(LeafPlace place, Span<byte> bytes)
    {
        using SafeFileHandle? file = objects.TryOpenFile(place.Object);
        return file is not null && FileReading.TryReadWhole(file, bytes, place.Offset);
    }

    // Bytes that are not what was asked for are wrong only when they are not the object's own either: ids are found by prefix.
    private void DropWhenDamaged(LeafPlace place, Span<byte> bytes)
    {
        if (objects.Find(place.Object) is { } row && !ByDigest(bytes, row.Leaves.Digest(place.Leaf)))
        {
            objects.Quarantine(place.Object, place.Leaf, "its bytes no longer have their digest");
        }
    }

    private (SharedPartial Partial, int Leaf)? FindInPartials(ReadOnlySpan<byte> id, int offset)
    {
        foreach (SharedPartial partial in partials.Opened())
        {
            LeafTable leaves = partial.Leaves;
            for (int leaf = 0; leaf < leaves.Count && (offset == 0 || leaves.HasTags); leaf++)
            {
                if (leaves.Bytes.Span.Slice((leaf * leaves.Stride) + offset, id.Length).SequenceEqual(id) && partial.Has(leaf))
                {
                    return (partial, leaf);
                }
            }
        }

        return null;
    }
}
