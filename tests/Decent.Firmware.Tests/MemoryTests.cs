using Decent.Firmware.Host.Ports;
using Decent.Firmware.Tests.Fakes;
using Decent.Peer.BlockCache;
using Decent.World;

namespace Decent.Firmware.Tests;

public sealed class MemoryTests(ITestOutputHelper output)
{
    // What the real interpreter has left with sockets, HTTP and MQTT in use, of 100,000 bytes; and what has to stay free.
    private const int FreeWithLibrariesBytes = 56_000;
    private const int ReserveBytes = 15_000;
    private const int CacheBytesMax = 24 << 10;
    private const int HandleBytesMax = 25_000;

    [Fact]
    public void A_cache_of_256_blocks_fits_its_budget_of_heap_and_handles()
    {
        var options = new BlockCacheOptions { Layout = SegmentLayout.ForDrive(2 << 20) };
        RamFlash flash = new();
        HostHmac hmac = new();
        HostCrc crc = new();
        BlockCache cache = new(options, flash, hmac, crc);
        Assert.True(cache.Open());
        Assert.Equal(256, cache.Capacity);
        var (bytes, largest) = NanoHeap.Of(cache, flash, hmac, crc);
        output.WriteLine($"cache of 256 blocks: {bytes} bytes of heap, {cache.NativeBytes} bytes of handles");
        foreach (var line in largest) output.WriteLine(line);
        Assert.InRange(bytes, cache.RamBytes, CacheBytesMax);
        Assert.InRange(cache.NativeBytes, 1, HandleBytesMax);
    }

    [Theory]
    [InlineData(256 << 10, 24)]
    [InlineData(2 << 20, 256)]
    public void A_node_leaves_its_board_room_to_breathe(int driveBytes, int blocks)
    {
        NodeBench bench = new();
        bench.Options.Cache.Layout = SegmentLayout.ForDrive(driveBytes);
        Assert.Equal(blocks, bench.Options.Cache.Layout.BlocksMax);
        Assert.True(bench.Start());
        var (bytes, largest) = NanoHeap.Of(bench.Node, bench, bench.Blocks, bench.Journal, bench.Mqtt, bench.Http, bench.Events);
        output.WriteLine($"node with {blocks} blocks: {bytes} bytes of heap, of {FreeWithLibrariesBytes} that the libraries leave");
        foreach (var line in largest) output.WriteLine(line);
        Assert.InRange(bytes, 24_000, FreeWithLibrariesBytes - ReserveBytes);
    }
}
