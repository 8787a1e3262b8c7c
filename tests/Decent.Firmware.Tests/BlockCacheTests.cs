using Decent.Firmware.Host.Ports;
using Decent.Firmware.Tests.Fakes;
using Decent.Peer;
using Decent.Peer.BlockCache;

namespace Decent.Firmware.Tests;

public sealed class BlockCacheTests
{
    private readonly byte[] _into = new byte[4032];

    [Fact]
    public void A_million_random_steps_agree_with_a_reference_of_least_recently_used()
    {
        const int capacity = 64;
        var cache = Open(new RamFlash(), capacity, 64);
        var blocks = Enumerable.Range(0, 200).Select(i => Some.Bytes(i, 16 + i % 7)).ToArray();
        var tags = blocks.Select(Some.TagOf).ToArray();
        var order = new LinkedList<int>();
        var held = new Dictionary<int, LinkedListNode<int>>();
        var rng = new Rng(20261121);
        for (var step = 0; step < 1_000_000; step++)
        {
            // A skewed choice, so that hits and misses both happen often.
            var block = Math.Min(rng.Below(200), rng.Below(200));
            switch (rng.Below(3))
            {
                case 0:
                    Assert.Equal(held.ContainsKey(block), cache.Holds(tags[block], 0));
                    break;
                case 1:
                    var length = cache.Read(tags[block], 0, _into);
                    Assert.Equal(held.ContainsKey(block) ? blocks[block].Length : -1, length);
                    if (length >= 0) ToFront(block);
                    break;
                default:
                    var outcome = cache.Insert(step, tags[block], 0, blocks[block], blocks[block].Length);
                    Assert.Equal(held.ContainsKey(block) ? InsertOutcome.Held : InsertOutcome.Stored, outcome);
                    if (outcome == InsertOutcome.Stored) Add(block);
                    break;
            }
        }

        Assert.Equal(held.Count, cache.Count);
        Assert.True(cache.Counts.Evicted > 10_000);
        foreach (var block in held.Keys) Assert.Equal(blocks[block], Read(cache, tags[block]));

        void ToFront(int block)
        {
            order.Remove(held[block]);
            order.AddFirst(held[block]);
        }

        void Add(int block)
        {
            if (held.Count == capacity)
            {
                held.Remove(order.Last!.Value);
                order.RemoveLast();
            }

            held[block] = order.AddFirst(block);
        }
    }

    [Fact]
    public void Committed_blocks_survive_a_restart_in_their_order_of_arrival()
    {
        var flash = new RamFlash();
        var cache = Open(flash, 4, 1);
        for (var i = 0; i < 6; i++) Assert.Equal(InsertOutcome.Stored, Insert(cache, i));
        var again = Open(flash.Reboot(), 4, 1);
        Assert.Equal(4, again.Count);
        for (var i = 2; i < 6; i++) Assert.Equal(Some.Bytes(i, 100), Read(again, i));
        var third = Open(flash.Reboot(), 4, 1);
        Insert(third, 9);
        Assert.Equal([false, true, true, true], Enumerable.Range(2, 4).Select(i => Holds(third, i)));
    }

    [Fact]
    public void What_is_not_its_tag_is_refused_and_counted()
    {
        var cache = Open(new RamFlash(), 4, 1);
        Assert.Equal(InsertOutcome.WrongBytes, cache.Insert(0, Some.TagOf([1, 2, 3]), 0, [1, 2, 4], 3));
        Assert.Equal(InsertOutcome.TooLarge, cache.Insert(0, new byte[16], 0, new byte[5000], 4033));
        Assert.Equal(1u, cache.Counts.WrongBlocks);
        Assert.Equal(0, cache.Count);
    }

    [Fact]
    public void A_record_damaged_in_flash_is_dropped_at_the_scan()
    {
        var flash = new RamFlash();
        var cache = Open(flash, 4, 1);
        Insert(cache, 0);
        Insert(cache, 1);
        flash.Bytes(BlockCache.FileName)[BlockRecord.HeaderBytes + 50] ^= 1;
        var again = Open(flash.Reboot(), 4, 1);
        Assert.Equal([false, true], new[] { Holds(again, 0), Holds(again, 1) });
        Assert.Equal(1u, again.Counts.Damaged);
    }

    [Fact]
    public void An_insert_is_committed_when_its_time_is_over()
    {
        var flash = new RamFlash();
        var cache = Open(flash, 4, 8);
        Insert(cache, 0);
        cache.Tick(29_999);
        Assert.False(Holds(Open(flash.Reboot(), 4, 8), 0));
        cache.Tick(30_000);
        Assert.True(Holds(Open(flash.Reboot(), 4, 8), 0));
        Assert.True(Holds(cache, 0));
    }

    [Fact]
    public void A_drive_smaller_than_the_cache_is_used_as_far_as_it_goes()
    {
        var cache = Open(new RamFlash { BytesMax = 3 * BlockRecord.SlotBytes }, 8, 1);
        for (var i = 0; i < 40; i++) Insert(cache, i);
        Assert.Equal(3, cache.Count);
        Assert.True(Holds(cache, 39));
    }

    [Fact]
    public void A_drive_that_fails_is_tried_again_later()
    {
        var flash = new RamFlash();
        var cache = Open(flash, 4, 1);
        Insert(cache, 0);
        flash.Broken = true;
        Assert.NotEqual(InsertOutcome.Stored, Insert(cache, 1, afterwards: false));
        cache.Commit();
        flash.Broken = false;
        cache.Tick(60_000);
        cache.Tick(120_000);
        Assert.True(Holds(cache, 0));
        Assert.Equal(InsertOutcome.Stored, Insert(cache, 2));
    }

    [Fact]
    public void Memory_for_256_blocks_stays_below_what_a_board_has_to_spare()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"block cache, 256 blocks: {BlockCache.RamBytes(256)} bytes in arrays");
        Assert.Equal(256 * 18 + 256 * 2 + 258 * 4, BlockIndex.RamBytes(256));
        Assert.InRange(BlockCache.RamBytes(256), 1, 12_000);
    }

    private static BlockCache Open(RamFlash flash, int blocks, int insertsPerCommit)
    {
        var cache = new BlockCache(new BlockCacheOptions { Blocks = blocks, InsertsPerCommit = insertsPerCommit }, flash, new HostHmac(), new HostCrc());
        Assert.True(cache.Open());
        return cache;
    }

    private static InsertOutcome Insert(BlockCache cache, int block, bool afterwards = true)
    {
        var payload = Some.Bytes(block, 100);
        var outcome = cache.Insert(0, Some.TagOf(payload), 0, payload, payload.Length);
        if (afterwards && outcome == InsertOutcome.Stored) Assert.True(Holds(cache, block));
        return outcome;
    }

    private static bool Holds(BlockCache cache, int block) => cache.Holds(Some.TagOf(Some.Bytes(block, 100)), 0);

    private byte[] Read(BlockCache cache, int block) => Read(cache, Some.TagOf(Some.Bytes(block, 100)));

    private byte[] Read(BlockCache cache, byte[] tag)
    {
        var length = cache.Read(tag, 0, _into);
        Assert.True(length >= 0);
        return _into[..length];
    }
}
