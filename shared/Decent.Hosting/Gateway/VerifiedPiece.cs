using System.Buffers;
using System.IO.Pipelines;
using Decent.Content;

namespace Decent.Hosting.Gateway;

/// <summary>
/// Moves the next bytes of a file into a response, read where the response will send them from. Whole leaves are hashed there, unless they were a short
/// while ago and have been in memory since.
/// </summary>
internal static class VerifiedPiece
{
    /// <summary>Large enough that changing threads for each costs little, small enough for many clients at once.</summary>
    private const int BytesMax = 256 * 1024;

    /// <summary>Bytes written of offset to end, at least 1; -1 when they were found wrong, and then nothing was written.</summary>
    public static int Write(ContentReader reader, long offset, long end, PipeWriter body)
    {
        int leaf = (int)(offset / reader.ChunkSize);
        int skip = (int)(offset - (long)leaf * reader.ChunkSize);
        bool isLarge = reader.ChunkSize > BytesMax;
        int piece = (int)Math.Min(Math.Min(BytesMax, end - offset), isLarge ? reader.LeafLength(leaf) - skip : BytesMax);
        if (TryWriteVerified(reader, offset, piece, body))
        {
            return piece;
        }

        // A large leaf is not held in memory as a whole for each client: it is hashed first, and then sent in pieces.
        if (isLarge && reader.RemembersVerified)
        {
            if (!reader.Verify(leaf))
            {
                return -1;
            }

            if (TryWriteVerified(reader, offset, piece, body))
            {
                return piece;
            }
        }

        return skip == 0 && end - offset >= reader.LeafLength(leaf)
            ? WriteWhole(reader, leaf, end - offset, body)
            : WritePart(reader, leaf, skip, end - offset, body);
    }

    private static bool TryWriteVerified(ContentReader reader, long offset, int piece, PipeWriter body)
    {
        bool isWritten = reader.TryReadVerified(offset, body.GetSpan(piece)[..piece]);
        if (isWritten)
        {
            body.Advance(piece);
        }

        return isWritten;
    }

    private static int WriteWhole(ContentReader reader, int first, long bytes, PipeWriter body)
    {
        int count = 1;
        int length = reader.LeafLength(first);
        while (first + count < reader.LeafCount && length + reader.LeafLength(first + count) <= Math.Min(bytes, BytesMax))
        {
            length += reader.LeafLength(first + count++);
        }

        if (reader.ReadLeaves(first, count, body.GetSpan(length)) < 0)
        {
            return -1;
        }

        body.Advance(length);
        return length;
    }

    /// <summary>A range that begins or ends inside a leaf: all of the leaf is hashed, part of it leaves.</summary>
    private static int WritePart(ContentReader reader, int leaf, int skip, long bytes, PipeWriter body)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(reader.LeafLength(leaf));
        try
        {
            int length = reader.ReadLeaf(leaf, buffer);
            if (length < 0)
            {
                return -1;
            }

            int take = (int)Math.Min(length - skip, bytes);
            body.Write(buffer.AsSpan(skip, take));
            return take;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
