using System.Buffers;
using Decent.Content.Dag;

namespace Decent.Content.Import;

/// <summary>The CID of bytes that somebody else sent, computed while they are copied: what a client checks its download with.</summary>
public static class FileCid
{
    /// <summary>
    /// Copies up to <paramref name="size"/> bytes and returns their CID; invalid (default) when the stream ends early or holds more.
    /// </summary>
    public static async Task<Cid> CopyAsync(Stream from, long size, Stream to, CancellationToken cancellationToken)
    {
        LeafHasher hasher = new(size);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Chunking.LargeChunk);
        try
        {
            for (long at = 0; at < size;)
            {
                int piece = hasher.Piece(buffer, at).Length;
                if (await from.ReadAtLeastAsync(buffer.AsMemory(0, piece), piece, throwOnEndOfStream: false, cancellationToken) < piece)
                {
                    return default;
                }

                hasher.Add(buffer.AsSpan(0, piece));
                await to.WriteAsync(buffer.AsMemory(0, piece), cancellationToken);
                at += piece;
            }

            if (await from.ReadAsync(buffer.AsMemory(0, 1), cancellationToken) != 0)
            {
                return default;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        using FileDag files = new(Chunking.Width);
        return hasher.Table.TryRoot(files, out DagLink root) ? root.Cid : default;
    }
}
