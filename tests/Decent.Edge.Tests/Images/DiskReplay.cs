using Decent.Peer;

namespace Decent.Edge.Tests.Images;

/// <summary>The data partition of a guest's card at any point of a log of what its disk was told. Points are asked for in their order.</summary>
public sealed class DiskReplay : IDisposable
{
    private readonly BlockLog _log;
    private readonly PartReplay _data;

    /// <param name="log">The log; closed with this.</param>
    /// <param name="image">The card as it was before.</param>
    public DiskReplay(BlockLog log, SdImage image)
    {
        (_, long start, long length) = image.Partitions()[3];
        (_log, _data) = (log, new PartReplay(log, () => image.Read(start, (int)length), start));
    }

    /// <summary>What the disk was told.</summary>
    public BlockLog Log => _log;

    /// <summary>As <see cref="PartReplay.At"/>; ext4 replays its journal and says that it is sound.</summary>
    /// <returns>A new folder with the partition's files.</returns>
    public async Task<string> BuildAsync(string folder, int flush, int cut, Rng rng)
    {
        string disk = Path.Combine(folder, "data.ext4"), left = Path.Combine(folder, "left");
        await File.WriteAllBytesAsync(disk, _data.At(flush, cut, rng), TestContext.Current.CancellationToken);
        // 1: something was mended, which a journal that is replayed is.
        await OkAsync(1, "e2fsck", "-fy", disk);
        await OkAsync(0, "e2fsck", "-fn", disk);
        Directory.CreateDirectory(left);
        await OkAsync(0, "debugfs", "-R", $"rdump /script {left}", disk);
        return left;
    }

    public void Dispose() => _log.Dispose();

    private static async Task OkAsync(int exitMax, string program, params string[] arguments)
    {
        (int exit, string text) = await SdImages.RunAsync(program, arguments) ?? (127, $"{program} is missing: package e2fsprogs");
        Assert.True(exit <= exitMax, $"{program} ended with {exit}: {text}");
    }
}
