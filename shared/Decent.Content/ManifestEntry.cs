namespace Decent.Content;

/// <summary>One file of a manifest.</summary>
public sealed record ManifestEntry
{
    /// <summary>"" for a single-file resource, "a/b.txt" in a folder.</summary>
    public required string Path { get; init; }

    /// <summary>Bytes of the file.</summary>
    public required long Size { get; init; }

    /// <summary>Bytes of every leaf but the last: 4,032 or 1,048,576.</summary>
    public required int ChunkSize { get; init; }

    /// <summary>The CID of the file, recomputed from its leaves.</summary>
    public required Cid Cid { get; init; }

    /// <summary>The manifest's number of the file's first leaf.</summary>
    public required int FirstLeaf { get; init; }

    /// <summary>Leaves of the file, at least 1.</summary>
    public required int LeafCount { get; init; }

    /// <summary>True when the leaves are small blocks and have tags.</summary>
    public bool HasTags => ChunkSize == Chunking.SmallChunk;

    /// <summary>Where a leaf of this file (0 to LeafCount - 1) begins in it, in bytes.</summary>
    public long LeafOffset(int leaf) => (long)leaf * ChunkSize;

    /// <summary>Bytes of a leaf of this file (0 to LeafCount - 1).</summary>
    public int LeafLength(int leaf) => Chunking.LeafLength(Size, ChunkSize, leaf);
}
