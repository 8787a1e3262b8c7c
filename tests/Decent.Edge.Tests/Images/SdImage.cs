using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Decent.Edge.Tests.Images;

/// <summary>An image as its bytes say, read without mounting any of it.</summary>
/// <param name="File">Full path.</param>
public sealed record SdImage(string File)
{
    private const int Sector = 512;
    private const int TableAt = 446;
    private const int EntryBytes = 16;

    /// <summary>Signature of the disk, by which the initramfs finds it.</summary>
    public uint Signature => BinaryPrimitives.ReadUInt32LittleEndian(Read(440, 4));

    /// <summary>Its four partitions: kind, first byte, bytes.</summary>
    public IReadOnlyList<(byte Kind, long Start, long Length)> Partitions()
    {
        byte[] table = Read(TableAt, 4 * EntryBytes);
        return [.. Enumerable.Range(0, 4).Select(i => table.AsSpan(i * EntryBytes, EntryBytes).ToArray()).Select(entry =>
            (entry[4], Bytes(entry.AsSpan(8)), Bytes(entry.AsSpan(12))))];
    }

    public byte[] Read(long offset, int count)
    {
        using FileStream file = System.IO.File.OpenRead(File);
        file.Position = offset;
        byte[] bytes = new byte[count];
        file.ReadExactly(bytes);
        return bytes;
    }

    public string Hash()
    {
        using FileStream file = System.IO.File.OpenRead(File);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    /// <summary>Names of the files on the boot partition.</summary>
    public async Task<string[]> BootFilesAsync() =>
        [.. Lines(await OkAsync("mdir", "-/", "-b", "-i", Fat)).Where(line => !line.EndsWith('/'))
            .Select(line => line.Replace("::/", "", StringComparison.Ordinal))];

    /// <summary>A file of the boot partition.</summary>
    public Task<string> BootFileAsync(string name) => OkAsync("mtype", "-i", Fat, $"::{name}");

    /// <summary>The root a: a line for each name, as mode, owner/group by number, size, date, time, name.</summary>
    public async Task<string[]> RootListingAsync() =>
        [.. Lines(await OkAsync("unsquashfs", "-o", $"{Partitions()[1].Start}", "-d", "", "-lln", File))
            .Where(line => line.Contains(" /", StringComparison.Ordinal))];

    /// <summary>A file of the root a.</summary>
    public Task<string> RootFileAsync(string name) => OkAsync("unsquashfs", "-o", $"{Partitions()[1].Start}", "-cat", File, name);

    private string Fat => $"{File}@@{Partitions()[0].Start}";

    private static long Bytes(ReadOnlySpan<byte> sectors) => Sector * (long)BinaryPrimitives.ReadUInt32LittleEndian(sectors);

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static async Task<string> OkAsync(string program, params string[] arguments)
    {
        (int exit, string text) = (await SdImages.RunAsync(program, arguments)) ?? throw new InvalidOperationException($"{program} is not installed");
        Assert.True(exit == 0, text);
        return text;
    }
}
