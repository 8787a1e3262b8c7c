namespace Decent.Content;

/// <summary>
/// The leaves of one file as the manifest has them: sha2-256 (32 bytes) each, followed by the tag (16 bytes) when they are small blocks.
/// </summary>
internal readonly record struct LeafTable(long Size, int ChunkSize, ReadOnlyMemory<byte> Bytes)
{
    public bool HasTags => ChunkSize == Chunking.SmallChunk;

    public int Stride => StrideOf(ChunkSize);

    public int Count => (int)Chunking.LeafCount(Size, ChunkSize);

    public static int StrideOf(int chunkSize) => chunkSize == Chunking.SmallChunk ? 32 + BlockTag.Length : 32;

    public ReadOnlySpan<byte> Digest(int leaf) => Bytes.Span.Slice(leaf * Stride, 32);

    public ReadOnlySpan<byte> Tag(int leaf) => HasTags ? Bytes.Span.Slice((leaf * Stride) + 32, BlockTag.Length) : default;

    public long Offset(int leaf) => (long)leaf * ChunkSize;

    public int Length(int leaf) => Chunking.LeafLength(Size, ChunkSize, leaf);

    /// <summary>The CID over these leaves; false when the table cannot be one of such a file.</summary>
    public bool TryRoot(Dag.FileDag dag, out Dag.DagLink root, Action<DagNode>? visit = null)
    {
        bool fits = Size >= 0 && ChunkSize == Chunking.ChunkSizeFor(Size) && Chunking.LeafCount(Size, ChunkSize) * Stride == Bytes.Length;
        root = fits ? dag.Root(Size, ChunkSize, Bytes.Span, Stride, visit) : default;
        return fits;
    }
}
