namespace Decent.Content.Index;

/// <summary>Where a leaf with the asked-for id prefix stands; whether it is the leaf, only its bytes say.</summary>
internal readonly record struct LeafPlace(long ObjectId, Cid Object, long Size, int ChunkSize, int Leaf)
{
    public long Offset => (long)Leaf * ChunkSize;

    public int Length => Chunking.LeafLength(Size, ChunkSize, Leaf);
}
