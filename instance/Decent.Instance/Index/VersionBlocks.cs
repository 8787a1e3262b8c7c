using System.Buffers.Binary;
using Decent.Content;

namespace Decent.Instance.Index;

/// <summary>The small blocks of one version in order: each one's tag and the number of its leaf in the manifest, 20 bytes a block.</summary>
public sealed class VersionBlocks
{
    private const int NumberBytes = 4;
    private const int RowBytes = NumberBytes + BlockTag.Length;

    private readonly byte[] _rows;

    private VersionBlocks(byte[] rows) => _rows = rows;

    /// <summary>No small blocks: all files are larger than 1 MiB, or nothing is known of them.</summary>
    public static VersionBlocks None { get; } = new([]);

    /// <summary>How many there are.</summary>
    public int Count => _rows.Length / RowBytes;

    /// <summary>The small blocks that a manifest lists.</summary>
    public static VersionBlocks Of(Manifest manifest)
    {
        var small = manifest.Entries.Where(e => e.HasTags).Sum(e => e.LeafCount);
        if (small == 0)
            return None;
        var rows = new byte[small * RowBytes];
        var rest = rows.AsSpan();
        foreach (var entry in manifest.Entries.Where(e => e.HasTags))
        {
            for (var leaf = entry.FirstLeaf; leaf < entry.FirstLeaf + entry.LeafCount; leaf++)
            {
                BinaryPrimitives.WriteInt32LittleEndian(rest, leaf);
                manifest.LeafTag(leaf).CopyTo(rest[NumberBytes..]);
                rest = rest[RowBytes..];
            }
        }
        return new VersionBlocks(rows);
    }

    /// <summary>The leaf's number in the manifest.</summary>
    /// <param name="block">0 to <see cref="Count"/> - 1.</param>
    public int Leaf(int block) => BinaryPrimitives.ReadInt32LittleEndian(_rows.AsSpan(block * RowBytes));

    /// <summary>The tag, 16 bytes.</summary>
    /// <param name="block">0 to <see cref="Count"/> - 1.</param>
    public byte[] Tag(int block) => _rows.AsSpan(block * RowBytes + NumberBytes, BlockTag.Length).ToArray();
}
