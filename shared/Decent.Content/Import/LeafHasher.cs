using System.Security.Cryptography;

namespace Decent.Content.Import;

/// <summary>
/// Fills a leaf table from the file's bytes, handed over in order in the pieces that <see cref="Piece"/> gives: several small blocks, or
/// a part of a large chunk that the processor's cache still holds when it has been copied.
/// </summary>
internal sealed class LeafHasher : IDisposable
{
    private const int CachedPiece = 128 * 1024;

    private readonly long _size;
    private readonly int _chunk;
    private readonly byte[] _table;
    private readonly IncrementalHash? _large;
    private long _hashed;

    public LeafHasher(long size)
    {
        _size = size;
        _chunk = Chunking.ChunkSizeFor(size);
        _table = new byte[Chunking.LeafCount(size, _chunk) * LeafTable.StrideOf(_chunk)];
        _large = _chunk == Chunking.LargeChunk ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        if (size == 0)
        {
            AddSmall([], 0);
        }
    }

    public LeafTable Table => new(_size, _chunk, _table);

    /// <summary>The part of a buffer of at least 1 MiB for the bytes from this offset on.</summary>
    public Span<byte> Piece(byte[] buffer, long at)
    {
        int most = _large is null ? Chunking.LargeChunk / _chunk * _chunk : CachedPiece;
        return buffer.AsSpan(0, (int)Math.Min(most, _size - at));
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (_large is null)
        {
            for (int at = 0; at < bytes.Length; at += _chunk)
            {
                AddSmall(bytes.Slice(at, Math.Min(_chunk, bytes.Length - at)), (int)(_hashed / _chunk));
                _hashed += Math.Min(_chunk, bytes.Length - at);
            }

            return;
        }

        _large.AppendData(bytes);
        _hashed += bytes.Length;
        if (_hashed % _chunk == 0 || _hashed == _size)
        {
            _large.GetHashAndReset(_table.AsSpan((int)((_hashed - 1) / _chunk) * 32, 32));
        }
    }

    public void Dispose() => _large?.Dispose();

    private void AddSmall(ReadOnlySpan<byte> leaf, int number)
    {
        Span<byte> row = _table.AsSpan(number * LeafTable.StrideOf(_chunk));
        SHA256.HashData(leaf, row[..32]);
        BlockTag.Compute(leaf, row.Slice(32, BlockTag.Length));
    }
}
