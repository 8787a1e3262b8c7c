using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Decent.Edge.Updating;

/// <summary>Where a root lies: a partition, or a part of an image. A squashfs with its trailer behind it.</summary>
/// <param name="File">Not owned.</param>
/// <param name="Start">Its first byte.</param>
/// <param name="Bytes">Room that it has, trailer included.</param>
public sealed record RootRegion(SafeFileHandle File, long Start, long Bytes)
{
    /// <summary>Bytes that are read and written at once.</summary>
    public const int PieceBytes = 1 << 18;

    // The superblock of squashfs 4: magic, and the file system's length in bytes. linux/fs/squashfs/squashfs_fs.h, struct squashfs_super_block.
    private const int SuperBytes = 96;
    private const int UsedAt = 40;

    /// <summary>The trailer, which must agree with the superblock; null and why when there is none. Its hash is a promise until it was compared.</summary>
    public RootTrailer? Trailer(out string rule)
    {
        rule = "it is no squashfs";
        byte[] super = new byte[SuperBytes];
        if (Bytes < RootTrailer.Length || !TryRead(super, 0) || !super.AsSpan().StartsWith("hsqs"u8))
        {
            return null;
        }

        ulong used = BinaryPrimitives.ReadUInt64LittleEndian(super.AsSpan(UsedAt));
        rule = "its superblock names more bytes than there are";
        if (used == 0 || used > (ulong)(Bytes - RootTrailer.Length))
        {
            return null;
        }

        long end = ((long)used + RootTrailer.Length - 1) / RootTrailer.Length * RootTrailer.Length;
        byte[] bytes = new byte[RootTrailer.Length];
        // Where an image ends early there is nothing to read, which is no trailer either.
        if (end + RootTrailer.Length > Bytes || RootTrailer.Parse(TryRead(bytes, end) ? bytes : [], out rule) is not { } trailer)
        {
            return null;
        }

        rule = trailer.Bytes == end ? "" : "its trailer is that of another root";
        return trailer.Bytes == end ? trailer : null;
    }

    /// <summary>Hash of its first bytes, 64 hexadecimal digits.</summary>
    /// <param name="what">Told to <paramref name="progress"/>.</param>
    /// <exception cref="IOException">The medium has fewer, or cannot be read.</exception>
    public string Hash(long count, string what, IProgress<UpdateStep> progress, CancellationToken ct)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[PieceBytes];
        for (long at = 0; at < count;)
        {
            ct.ThrowIfCancellationRequested();
            Span<byte> piece = buffer.AsSpan(0, (int)Math.Min(count - at, buffer.Length));
            Read(piece, at);
            hash.AppendData(piece);
            at += piece.Length;
            progress.Report(new UpdateStep(what, at, count));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Reads all of a piece.</summary>
    /// <exception cref="IOException">There are fewer bytes, or the medium cannot be read.</exception>
    public void Read(Span<byte> piece, long at)
    {
        if (!TryRead(piece, at))
        {
            throw new IOException($"it ends before byte {at + piece.Length}");
        }
    }

    private bool TryRead(Span<byte> piece, long at)
    {
        for (int done = 0; done < piece.Length;)
        {
            int read = RandomAccess.Read(File, piece[done..], Start + at + done);
            if (read <= 0)
            {
                return false;
            }

            done += read;
        }

        return true;
    }
}
