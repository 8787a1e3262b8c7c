using System.Text;
using Decent.Firmware.Bus;
using Decent.Firmware.Host.Ports;
using Decent.Firmware.Ports;
using Decent.Firmware.Pulling;
using Decent.Firmware.Tests.Fakes;
using Decent.Peer.Answering;
using Decent.Peer.BlockCache;
using Decent.Protocol.Frames;

namespace Decent.Firmware.Tests.Bus;

/// <summary>Every field of the frames that tell of a node, each with a value that no other has.</summary>
public sealed class NodeReportTests
{
    private const int Pulls = 3;
    private const int More = 5;
    private readonly AnswerCounts _answers = new()
    {
        Wants = 101, Haves = 102, Gets = 103, Malformed = 104, Limited = 105, BlocksServed = 1UL << 40, BytesServed = 1UL << 41,
    };

    private readonly BlockCache _cache = new(new BlockCacheOptions { Blocks = 21 }, new RamFlash(), new HostHmac(), new HostCrc());
    private readonly Demand _demand = new(8);
    private readonly FakeHttp _http = new();
    private readonly NodeReport _report;

    public NodeReportTests()
    {
        Assert.True(_cache.Open());
        CacheOrders orders = new(_cache);
        BlockPull pull = new(new PullOptions(), ["http://instance:4970"], _http, _cache, orders, _demand, new PullQueue(), null, new byte[4096]);
        for (var i = 0; i < Pulls; i++) Pull(pull, i);
        for (var i = 0; i < More; i++)
        {
            var block = Some.Bytes(100 + i, 50);
            Assert.Equal(InsertOutcome.Stored, _cache.Push(0, Some.TagOf(block), 0, block, block.Length, pinned: i < 2));
        }

        _cache.Counts.Evicted = 201;
        _cache.Counts.WrongBlocks = 202;
        _cache.Counts.Damaged = 203;
        _cache.Counts.FlashFailures = 204;
        _cache.Counts.Copied = 205;
        _report = new NodeReport(_answers, _cache, orders, pull, new FakeUdp(), new FakeMemory(77_000))
        {
            OfferedBytesPerSecond = 123_456, JournalFailures = 1_000,
        };
    }

    [Fact]
    public void A_birth_tells_all_that_a_board_is()
    {
        Birth birth = new();
        _report.Fill(birth);
        birth = Sent(birth.Write, birth.TryRead, birth);
        Assert.Equal((Birth.KindBoard, (byte)1, (byte)1), (birth.Kind, birth.WireMin, birth.WireMax));
        Assert.Equal((0x0A000001u, (ushort)4930, (ushort)0), (birth.Address, birth.UdpPort, birth.HttpPort));
        Assert.Equal((123_456u, 18u, 8u), (birth.OfferedBytesPerSecond, birth.BlocksMax, birth.BlocksHeld));
        Assert.Equal((18ul * 4032, 8ul * 4032, 77_000u), (birth.CacheBytesMax, birth.CacheBytesHeld, birth.FreeHeapBytes));
        Assert.Equal("decent-board 0.1.0", Encoding.UTF8.GetString(birth.Software));
        Assert.InRange(birth.Software.Length, 1, 32);
    }

    [Fact]
    public void Counters_tell_all_that_a_board_counts_and_zero_for_the_rest()
    {
        Counters counters = new();
        _report.Fill(counters);
        counters = Sent(counters.Write, counters.TryRead, counters);
        Assert.Equal((1ul << 40, 1ul << 41), (counters.BlocksServed, counters.BytesServed));
        Assert.Equal((101u, 102u, 103u, 104u, 105u), (counters.Wants, counters.Haves, counters.Gets, counters.Malformed, counters.Limited));
        Assert.Equal((8u, 8u, 201u, 3u), (counters.BlocksHeld, counters.BlocksStored, counters.BlocksEvicted, counters.Pulls));
        Assert.Equal((202u, 0u), (counters.WrongBlocks, counters.Quarantined));
        Assert.Equal((8u + 205, 203u, 1_204u), (counters.FlashWrites, counters.Damaged, counters.FlashFailures));
        Assert.Equal((0ul, 0ul, 0ul, 0u), (counters.BytesFromCache, counters.BytesFromPeers, counters.BytesFromInstance, counters.Requests));
        Assert.Equal((0u, 0u, (ushort)0, Counters.NoGauge, 0),
            (counters.PowerLosses, counters.WorstSealMs, counters.BatteryMillivolt, counters.BatteryPercent, counters.BatteryMilliampere));
        Assert.True(_cache.Evict(Some.TagOf(Some.Bytes(100, 50)), 0));
        _report.Fill(counters);
        Assert.Equal((7u, 8u, 202u), (counters.BlocksHeld, counters.BlocksStored, counters.BlocksEvicted));
    }

    [Fact]
    public void An_inventory_tells_what_is_held()
    {
        Inventory inventory = new();
        _report.Fill(inventory);
        inventory = Sent(inventory.Write, inventory.TryRead, inventory);
        var digest = new byte[16];
        foreach (var block in Enumerable.Range(0, Pulls).Select(i => Some.Bytes(i, 40)).Concat(Enumerable.Range(0, More).Select(i => Some.Bytes(100 + i, 50))))
        {
            var tag = Some.TagOf(block);
            for (var i = 0; i < 16; i++) digest[i] ^= tag[i];
        }

        Assert.Equal((8u, 18u, 2u), (inventory.BlocksHeld, inventory.BlocksMax, inventory.BlocksPinned));
        Assert.Equal(digest, inventory.Digest);
        Assert.Equal(8u + 201 + 203, inventory.Generation);
    }

    // Over the wire, so that what a reader finds is what was filled in.
    private static T Sent<T>(Func<byte[], int> write, Func<byte[], int, bool> read, T frame)
    {
        var buffer = new byte[1024];
        var count = write(buffer);
        Assert.True(count > 0 && read(buffer, count));
        return frame;
    }

    private void Pull(BlockPull pull, int number)
    {
        var block = Some.Bytes(number, 40);
        _demand.Note(Some.TagOf(block), 0);
        pull.Tick(100 * number);
        _http.Answer(HttpState.Done, block);
        pull.Tick(100 * number + 50);
    }
}
