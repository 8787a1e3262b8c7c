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

    public void Write(long offset, byte[] bytes)
    {
        using FileStream file = System.IO.File.OpenWrite(File);
        file.Position = offset;
        file.Write(bytes);
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

    /// <summary>Copies a file of the boot partition out of it.</summary>
    public Task CopyBootFileAsync(string name, string file) => OkAsync("mcopy", "-n", "-o", "-i", Fat, $"::{name}", file);

    /// <summary>Writes a file onto the boot partition, whose folder it makes; another of that name is replaced. No mount: not every kernel knows FAT.</summary>
    public async Task PutBootFileAsync(string name, string source)
    {
        if (Path.GetDirectoryName(name) is { Length: > 0 } folder
            && !(await BootFilesAsync()).Any(file => file.StartsWith($"{folder}/", StringComparison.Ordinal)))
        {
            await OkAsync("mmd", "-i", Fat, $"::{folder}");
        }

        await OkAsync("mcopy", "-o", "-i", Fat, source, $"::{name}");
    }

    /// <summary>The root a: a line for each name, as mode, owner/group by number, size, date, time, name.</summary>
    public async Task<string[]> RootListingAsync() =>
        [.. Lines(await OkAsync("unsquashfs", "-o", $"{Partitions()[1].Start}", "-d", "", "-lln", File))
            .Where(line => line.Contains(" /", StringComparison.Ordinal))];

    /// <summary>A file of the root a.</summary>
    public Task<string> RootFileAsync(string name) => OkAsync("unsquashfs", "-o", $"{Partitions()[1].Start}", "-cat", File, name);

    /// <summary>Takes files out of the data partition, by their places there; those that are missing are left out. Its journal is not replayed.</summary>
    public async Task TakeDataFilesAsync(string folder, params string[] names)
    {
        foreach (string name in names)
        {
            await OkAsync("debugfs", "-R", $"dump /{name} {Path.Combine(folder, Path.GetFileName(name))}", $"{File}?offset={Partitions()[3].Start}");
        }
    }

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
