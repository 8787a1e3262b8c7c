using Decent.Content.Disk;
using Decent.Hosting.Cli;
using Microsoft.Win32.SafeHandles;

namespace Decent.Edge.Updating;

/// <summary>
/// Brings a root to a partition that is not in use: the old trailer goes, the bytes come and are read back from the medium, and the new trailer is the
/// last of all. Each step is on the medium before the next begins.
/// </summary>
/// <param name="progress">Told of each piece.</param>
public sealed class RootWriter(IProgress<UpdateStep> progress)
{
    /// <summary>Writes a root.</summary>
    /// <param name="image">Its hash was compared.</param>
    /// <param name="to">Large enough.</param>
    /// <exception cref="CliException">What was written reads back as something else.</exception>
    /// <exception cref="IOException">The partition cannot be written, or another update writes it now.</exception>
    public void Write(CardImage image, RootPartition to, CancellationToken ct)
    {
        using SafeFileHandle file = File.OpenHandle(to.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        RootRegion target = to.Region(file);
        Forget(target);
        Copy(image.Root, image.Trailer.Bytes, target, ct);
        RandomAccess.FlushToDisk(file);
        DurableFile.Forget(file);
        if (target.Hash(image.Trailer.Bytes, "reading it back", progress, ct) != image.Trailer.Sha256)
        {
            throw new CliException($"{to.Path} gives back other bytes than were written: the card is failing. Replace it; the running system stays chosen.");
        }

        RandomAccess.Write(file, image.Trailer.ToBytes(), image.Trailer.Bytes);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>Whoever finds this root from now on, half of it old and half new, finds none.</summary>
    private static void Forget(RootRegion target)
    {
        if (target.Trailer(out _) is { } old)
        {
            RandomAccess.Write(target.File, new byte[RootTrailer.Length], old.Bytes);
            RandomAccess.FlushToDisk(target.File);
        }
    }

    private void Copy(RootRegion from, long count, RootRegion to, CancellationToken ct)
    {
        byte[] buffer = new byte[RootRegion.PieceBytes];
        for (long at = 0; at < count;)
        {
            ct.ThrowIfCancellationRequested();
            Span<byte> piece = buffer.AsSpan(0, (int)Math.Min(count - at, buffer.Length));
            from.Read(piece, at);
            RandomAccess.Write(to.File, piece, at);
            at += piece.Length;
            progress.Report(new UpdateStep("writing", at, count));
        }
    }
}
