using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Decent.Edge.Updating;

namespace Decent.Edge.Tests.Updating;

/// <summary>A release as its number makes it: a root that has a superblock and noise, and the boot files that it carries.</summary>
/// <param name="number">Makes it differ from others.</param>
internal sealed class SomeRelease(int number)
{
    public const string Arch = "amd64";

    /// <summary>Squashfs pads itself; lengths differ from release to release.</summary>
    private int Used => (300_000 + number * 7919) & ~15;

    public string Version => $"0.{number}.0-{number:x12}";

    public byte[] Root()
    {
        byte[] root = new byte[(Used + RootTrailer.Length - 1) / RootTrailer.Length * RootTrailer.Length];
        Some.Noise(Used, number).CopyTo(root, 0);
        "hsqs"u8.CopyTo(root);
        BinaryPrimitives.WriteUInt64LittleEndian(root.AsSpan(40), (ulong)Used);
        return root;
    }

    public RootTrailer Trailer(string arch = Arch)
    {
        byte[] root = Root();
        return new RootTrailer(arch, Version, root.Length, Convert.ToHexStringLower(SHA256.HashData(root)));
    }

    /// <summary>Root and trailer, as they lie on a partition.</summary>
    public byte[] Partition(int length, string arch = Arch)
    {
        byte[] bytes = new byte[length];
        byte[] root = Root();
        root.CopyTo(bytes, 0);
        Trailer(arch).ToBytes().CopyTo(bytes, root.Length);
        return bytes;
    }

    /// <summary>The files of its slot by their names in the root; every second release has one more.</summary>
    public IEnumerable<(string Name, byte[] Bytes)> Files()
    {
        yield return ("SLOT/vmlinuz", Some.Noise(40_000 + number, 1000 + number));
        yield return ("SLOT/initrd.img", Some.Noise(3_000, 2000 + number));
        yield return ("SLOT/cmdline.txt", Encoding.ASCII.GetBytes($"decent.slot=@slot@ ro release={number}\n"));
        yield return ("entries/SLOT.conf", Encoding.ASCII.GetBytes($"linux /@slot@/vmlinuz release={number}\n"));
        if (number % 2 == 0)
        {
            yield return ("SLOT/board.dtb", Some.Noise(700, 3000 + number));
        }
    }

    /// <summary>The files of a slot by their names on the boot partition.</summary>
    public IReadOnlyDictionary<string, byte[]> FilesOf(char slot) => Files().ToDictionary(
        file => file.Name.Replace("SLOT", $"{slot}", StringComparison.Ordinal),
        file => Path.GetExtension(file.Name) is ".txt" or ".conf"
            ? Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(file.Bytes).Replace("@slot@", $"{slot}", StringComparison.Ordinal))
            : file.Bytes);

    /// <summary>The image that is flashed: a partition table and the root a; nobody looks at the rest.</summary>
    public byte[] Image(int partition, string arch = Arch)
    {
        const int Start = 2048;
        byte[] image = new byte[Start + partition];
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(440), 0xDECEC0DE);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(446 + 16 + 8), Start / 512);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(446 + 16 + 12), (uint)partition / 512);
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(510), 0xAA55);
        Partition(partition, arch).CopyTo(image, Start);
        return image;
    }
}
