using Decent.Firmware.Configuration;
using Decent.Firmware.Host.Ports;
using Decent.Firmware.Tests.Fakes;
using Decent.Peer;
using Decent.Peer.BlockCache;
using Decent.Protocol;
using Decent.World;

namespace Decent.Firmware.Tests;

/// <summary>
/// What a board's heap is taken by. The numbers of the real interpreter were measured by others (100,000 bytes, all libraries loaded, then sockets, HTTP
/// and MQTT in use); our objects, tables and adapters are counted by its rules.
/// </summary>
public sealed class MemoryTests(ITestOutputHelper output)
{
    private const int FreeAtStartBytes = 66_800;
    private const int FreeInUseBytes = 56_000;
    private const int CacheBytesMax = 24 << 10;
    private const int HandleBytesMax = 25_000;

    // 512 bytes of an HTTP answer, the places of two queues of 8 messages, FileStream and path of six open files.
    private const int AdapterArrayBytes = 12 + 512 + 2 * 264 + 6 * 180;

    // Three threads of ours beside the main one: an object, the interpreter's state and two calls of some 200 bytes each; and ten calls deep in the node.
    private const int ThreadBytes = 3 * 700 + 2_000;

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
        // One datagram coming, one going, and the body of a pull; the responder's block is the cache's own.
        const int buffers = 1_536 + 1_400 + 4_096;
        output.WriteLine($"cache of 256 blocks: {bytes} bytes of heap, {bytes + buffers} with the buffers around it; {cache.NativeBytes} bytes of handles, "
            + $"{cache.NativeBytesMost} while the order or a file of the journal is written");
        foreach (var line in largest) output.WriteLine(line);
        Assert.InRange(bytes, cache.RamBytes, CacheBytesMax - buffers);
        Assert.InRange(cache.NativeBytes, 1, HandleBytesMax);
        Assert.Equal(SegmentLayout.HandleBytes, cache.NativeBytesMost - cache.NativeBytes);
    }

    [Fact]
    public void Whatever_the_drive_a_board_keeps_five_files_open()
    {
        for (var kilobytes = 256; kilobytes <= 16 << 10; kilobytes += 64)
        {
            BlockCache cache = new(new BlockCacheOptions { Layout = SegmentLayout.ForDrive(kilobytes << 10) }, new RamFlash(), new HostHmac(), new HostCrc());
            Assert.Equal(24_500, cache.NativeBytes);
        }
    }

    [Fact]
    public void A_board_without_PSRAM_has_room_for_the_fewest_blocks_and_not_for_the_reserve()
    {
        var (few, statics, largest) = Node(256 << 10, 18);
        var (many, _, _) = Node(2 << 20, 256);
        using NanoApplication application = new();
        var adapters = application.AdapterBytes + AdapterArrayBytes;
        var own = application.TableBytes + statics;
        var left = FreeInUseBytes - own - few - adapters - ThreadBytes;
        output.WriteLine($"of {FreeInUseBytes} bytes that the libraries leave of 100,000: tables {application.TableBytes}, statics {statics}, "
            + $"adapters {adapters}, threads {ThreadBytes}, node {few} with 18 blocks, {many} with 256");
        output.WriteLine($"left: {left} with 18 blocks, {left - (many - few)} with 256, of {HeapRoom.ReserveBytes} that should stay free");
        foreach (var line in largest) output.WriteLine(line);
        // As the README says. Where the reserve is kept again, it must say that instead.
        Assert.InRange(left, 4_000, HeapRoom.ReserveBytes - 1);
        Assert.InRange(left - (many - few), -HeapRoom.ReserveBytes, 0);

        // What the board reckons with is what is counted here.
        Assert.InRange((many - few) / 238.0, HeapRoom.BlockBytes - 2, HeapRoom.BlockBytes);
        var behindStart = few - 18 * HeapRoom.BlockBytes + adapters + ThreadBytes + FreeAtStartBytes - FreeInUseBytes;
        Assert.InRange(HeapRoom.NodeBytes, behindStart, behindStart + 3_000);
        Assert.Equal(18, HeapRoom.Blocks((uint)(FreeAtStartBytes - own)));
    }

    [Theory]
    [InlineData(0, 18)]
    [InlineData(68_000 + 34 * 18, 18)]
    [InlineData(68_000 + 34 * 200 + 33, 200)]
    [InlineData(2_000_000, 16_384)]
    [InlineData(uint.MaxValue, 16_384)]
    public void Blocks_are_held_as_the_heap_has_room_for_them(uint freeBytes, int blocks) => Assert.Equal(blocks, HeapRoom.Blocks(freeBytes));

    [Fact]
    public void A_cache_with_room_for_few_blocks_takes_no_memory_for_more()
    {
        var options = new BlockCacheOptions { Layout = SegmentLayout.ForDrive(2 << 20) };
        BlockCache all = new(options, new RamFlash(), new HostHmac(), new HostCrc());
        options.BlocksMost = 18;
        BlockCache few = new(options, new RamFlash(), new HostHmac(), new HostCrc());
        Assert.True(few.Open());
        few.Resize(256);
        Assert.Equal(18, few.Capacity);
        Assert.InRange(all.RamBytes - few.RamBytes, 238 * 28, 238 * HeapRoom.BlockBytes);
    }

    private static (int Bytes, int Statics, IReadOnlyList<string> Largest) Node(int driveBytes, int blocks)
    {
        NodeBench bench = new();
        bench.Options.Cache.Layout = SegmentLayout.ForDrive(driveBytes);
        Assert.Equal(blocks, bench.Options.Cache.Layout.BlocksMax);
        Assert.True(bench.Start());
        var (bytes, largest) = NanoHeap.Of(bench.Node, bench, bench.Blocks, bench.Journal, bench.Mqtt, bench.Http, bench.Events);
        return (bytes, NanoHeap.OfStatics([.. typeof(Crc32).Assembly.GetTypes(), .. typeof(Tag).Assembly.GetTypes()]), largest);
    }
}
