using System.Buffers;
using Decent.Content.Dag;
using Decent.Content.Disk;
using Microsoft.Win32.SafeHandles;

namespace Decent.Content.Import;

/// <summary>An object's file whose leaves nobody remembers: hashed again as an import would.</summary>
internal static class StoredFile
{
    /// <summary>False when the file is missing, unreadable, or not the content of this CID.</summary>
    public static bool TryHash(string path, Cid cid, out LeafTable leaves)
    {
        leaves = default;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Chunking.LargeChunk);
        try
        {
            using SafeFileHandle file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            using FileDag dag = new(Chunking.Width);
            using LeafHasher hasher = new(RandomAccess.GetLength(file));
            for (long at = 0; at < hasher.Table.Size;)
            {
                Span<byte> piece = hasher.Piece(buffer, at);
                if (!FileReading.TryReadWhole(file, piece, at))
                {
                    return false;
                }

                hasher.Add(piece);
                at += piece.Length;
            }

            leaves = hasher.Table;
            return leaves.TryRoot(dag, out DagLink root) && root.Cid == cid;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // What cannot be opened is not the content.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
