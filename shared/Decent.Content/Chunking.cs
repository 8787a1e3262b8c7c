namespace Decent.Content;

/// <summary>How a file is cut into leaves. The chunk size follows from the file's size alone, so that equal files have equal CIDs.</summary>
public static class Chunking
{
    /// <summary>Bytes of a small block: one flash record of a board, three datagrams of 1,344 bytes.</summary>
    public const int SmallChunk = 4032;

    /// <summary>Bytes of a large chunk: the chunk of the 2025 UnixFS profile, so other IPFS tools give the same CID.</summary>
    public const int LargeChunk = 1_048_576;

    /// <summary>Files up to this many bytes, inclusive, are cut into small blocks.</summary>
    public const long SmallFileMax = 1_048_576;

    /// <summary>Links per inner node of a file.</summary>
    public const int Width = 1024;

    /// <summary>Bytes per chunk of a file of this many bytes.</summary>
    public static int ChunkSizeFor(long size) => size <= SmallFileMax ? SmallChunk : LargeChunk;

    /// <summary>Leaves of a file; an empty file has one leaf of zero bytes.</summary>
    public static long LeafCount(long size, int chunkSize) => size == 0 ? 1 : ((size - 1) / chunkSize) + 1;

    /// <summary>Bytes of one leaf.</summary>
    public static int LeafLength(long size, int chunkSize, int leaf) => (int)Math.Min(chunkSize, size - ((long)leaf * chunkSize));
}
