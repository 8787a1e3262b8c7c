using Decent.Firmware.Host.Ports;
using Decent.Firmware.Tests.Caching;
using Decent.Peer;
using Decent.Peer.BlockCache;
using Decent.World.Caching;
using Decent.World.Littlefs;

namespace Decent.Firmware.Tests.Littlefs;

/// <summary>A cache on a drive that is smaller than it was told, or that others filled.</summary>
public sealed class FullDriveTests(ITestOutputHelper output)
{
    private const int Requests = 6_000;
    private readonly byte[] _into = new byte[4032];

    [Theory]
    [InlineData(7, 20)]
    [InlineData(7, 28)]
    [InlineData(7, 36)]
    [InlineData(7, 40)]
    [InlineData(89, 128)]
    [InlineData(89, 300)]
    [InlineData(89, 400)]
    [InlineData(89, 440)]
    public void A_full_drive_is_used_as_far_as_it_goes_served_from_and_not_written_to_death(int records, int sectors)
    {
        LittlefsFlash flash = new LittlefsDrive(sectors, 1).Folder("decent/c");
        SegmentLayout layout = new(5, records);
        BlockCacheOptions options = new() { Layout = layout, Admission = AdmissionMode.All };
        BlockCache cache = CacheBench.Make(flash, options);
        Assert.True(cache.Open());
        Popularity popularity = new(400, 0.5, new Rng(1));
        long nowMs = 0;
        Ask(cache, popularity, ref nowMs);
        CacheCounts counts = cache.Counts;
        (uint refusals, uint stored, long erases) = (counts.FlashFailures, counts.Stored, flash.Drive.Chip.Erases);
        Ask(cache, popularity, ref nowMs);
        double erasesPerInsert = (flash.Drive.Chip.Erases - erases) / (double)(counts.Stored - stored);

        output.WriteLine($"5 x {records} on {sectors} sectors: {refusals} refusals, then {cache.Count} of {cache.Capacity} blocks (whole: {layout.BlocksMax}), "
            + $"{counts.GivenUp} given up, {erasesPerInsert:0.00} erases an insert");
        Assert.InRange(refusals, 1u, 40u);
        Assert.Equal(refusals, counts.FlashFailures);
        Assert.InRange(counts.Stored - stored, Requests / 20u, (uint)Requests);
        Assert.InRange(cache.Capacity, (sectors - 8) * 40 / 100, layout.BlocksMax);
        Assert.Equal(cache.Capacity, cache.Count);
        Assert.InRange(erasesPerInsert, 1, 2);
    }

    private void Ask(BlockCache cache, Popularity popularity, ref long nowMs)
    {
        for (int i = 0; i < Requests; i++, nowMs += 1_000)
        {
            int block = popularity.Next();
            bool held = cache.Holds(block);
            // Whatever the cache says that it holds, it serves.
            Assert.Equal(held, cache.Serves(block, _into));
            if (!held) cache.Insert(block, nowMs);
            cache.Tick(nowMs, quiet: true);
        }
    }
}
