using System.Buffers.Binary;
using Decent.Hosting.Cli;
using Microsoft.Win32.SafeHandles;

namespace Decent.Edge.Updating;

/// <summary>The image of a card as it is flashed, of which an update takes the root a.</summary>
public sealed class CardImage : IDisposable
{
    // The partition table as images/sd/genimage.cfg has it written: signature, and the second entry's first sector and count of sectors.
    private const int Sector = 512;
    private const int SignatureAt = 440;
    private const uint Signature = 0xDECEC0DE;
    private const int EntryAt = 446 + 16;
    private const int MarkAt = 510;
    private const ushort Mark = 0xAA55;

    private CardImage(SafeFileHandle file, RootRegion root, RootTrailer trailer) => (File, Root, Trailer) = (file, root, trailer);

    /// <summary>The root that it brings.</summary>
    public RootRegion Root { get; }

    /// <summary>What it says of itself; its hash is not compared yet.</summary>
    public RootTrailer Trailer { get; }

    private SafeFileHandle File { get; }

    /// <summary>Opens an image.</summary>
    /// <exception cref="CliException">It is none, or one that cannot be used; the message says why.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static CardImage Open(string path)
    {
        string real = System.IO.File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        // A device has no length as a file has one.
        if (real.StartsWith("/dev/", StringComparison.Ordinal) && new FileInfo(real) is { Exists: true, Length: 0 })
        {
            throw new CliException($"{path} is a device, and may be the card that is to be written: give the image as a file.");
        }

        SafeFileHandle file = System.IO.File.OpenHandle(real);
        try
        {
            RootRegion root = Find(file) ?? throw new CliException(
                $"{path} is no image of a card. It must be the one that is flashed, decent-edge-ARCH.img, unpacked where it came compressed.");
            RootTrailer trailer = root.Trailer(out string rule) ?? throw new CliException($"The root in {path} cannot be used: {rule}.");
            return new CardImage(file, root, trailer);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => File.Dispose();

    private static RootRegion? Find(SafeFileHandle file)
    {
        byte[] table = new byte[Sector];
        if (RandomAccess.Read(file, table, 0) < Sector || BinaryPrimitives.ReadUInt32LittleEndian(table.AsSpan(SignatureAt)) != Signature
            || BinaryPrimitives.ReadUInt16LittleEndian(table.AsSpan(MarkAt)) != Mark)
        {
            return null;
        }

        long start = Sector * (long)BinaryPrimitives.ReadUInt32LittleEndian(table.AsSpan(EntryAt + 8));
        return new RootRegion(file, start, Sector * (long)BinaryPrimitives.ReadUInt32LittleEndian(table.AsSpan(EntryAt + 12)));
    }
}
