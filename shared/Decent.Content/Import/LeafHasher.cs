using System.Security.Cryptography;

namespace Decent.Content.Import;

/// <summary>Fills a leaf table from the file's bytes in order, handed over in pieces of whole chunks (the last may be shorter).</summary>
internal sealed class LeafHasher
{
    private readonly long _size;
    private readonly int _chunk;
    private readonly byte[] _table;
    private int _at;

    public LeafHasher(long size)
    {
        _size = size;
        _chunk = Chunking.ChunkSizeFor(size);
        _table = new byte[Chunking.LeafCount(size, _chunk) * LeafTable.StrideOf(_chunk)];
        if (size == 0)
        {
            AddLeaf([]);
        }
    }

    public LeafTable Table => new(_size, _chunk, _table);

    /// <summary>The part of the buffer (1 MiB or more) for the bytes from this offset on: whole chunks, or the end of the file.</summary>
    public Span<byte> Piece(byte[] buffer, long at) =>
        buffer.AsSpan(0, (int)Math.Min(Chunking.LargeChunk / _chunk * _chunk, _size - at));

    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int length = Math.Min(bytes.Length, _chunk);
            AddLeaf(bytes[..length]);
            bytes = bytes[length..];
        }
    }

    private void AddLeaf(ReadOnlySpan<byte> leaf)
    {
        SHA256.HashData(leaf, _table.AsSpan(_at, 32));
        if (_chunk == Chunking.SmallChunk)
        {
            BlockTag.Compute(leaf, _table.AsSpan(_at + 32, BlockTag.Length));
        }

        _at += LeafTable.StrideOf(_chunk);
    }
}
