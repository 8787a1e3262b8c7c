using Decent.Firmware.Host.Ports;
using Decent.Firmware.Tests.Fakes;
using Decent.Peer;
using Decent.Peer.BlockCache;

namespace Decent.Firmware.Tests.Caching;

public sealed class BlockCacheTests
{
    private readonly byte[] _into = new byte[4032];

    [Fact]
    public void What_is_not_its_tag_is_refused_and_counted()
    {
        var cache = CacheBench.Open(new CutFlash(), CacheBench.Options(5, 4));
        Assert.Equal(InsertOutcome.WrongBytes, cache.Insert(0, Some.TagOf([1, 2, 3]), 0, [1, 2, 4], 3));
        Assert.Equal(InsertOutcome.TooLarge, cache.Insert(0, new byte[16], 0, new byte[5000], 4033));
        Assert.Equal(InsertOutcome.TooLarge, cache.Insert(0, new byte[16], 0, new byte[5000], -1));
        Assert.Equal((1u, 0), (cache.Counts.WrongBlocks, cache.Count));
    }

    [Fact]
    public void Inserts_are_committed_by_eights_and_after_half_a_minute_without_one()
    {
        var flash = new CutFlash();
        var cache = CacheBench.Open(flash, CacheBench.Options(5, 16));
        for (var i = 0; i < 9; i++) Assert.Equal(InsertOutcome.Stored, cache.Insert(i, 1_000));
        Assert.Equal(1, cache.Pending);
        Assert.Equal(8, CacheBench.Open(flash.Reboot(), CacheBench.Options(5, 16)).Count);
        cache.Tick(30_999, true);
        cache.Tick(40_000, false);
        Assert.Equal(1, cache.Pending);
        cache.Tick(40_000, true);
        Assert.Equal(0, cache.Pending);
        Assert.Equal(9, CacheBench.Open(flash.Reboot(), CacheBench.Options(5, 16)).Count);
    }

    [Fact]
    public void Nothing_is_written_while_datagrams_come_nor_by_serving()
    {
        var flash = new CutFlash();
        var cache = CacheBench.Open(flash, CacheBench.Options(5, 16));
        cache.Insert(0);
        var before = flash.Operations;
        for (var nowMs = 0L; nowMs < 10_000_000; nowMs += 50_000) cache.Tick(nowMs, false);
        for (var i = 0; i < 20; i++) cache.Serves(i, _into);
        Assert.Equal(before, flash.Operations);
    }

    [Fact]
    public void A_damaged_block_is_dropped_when_it_is_asked_for()
    {
        var flash = new CutFlash();
        var cache = CacheBench.Open(flash, CacheBench.Options(5, 16));
        for (var i = 0; i < 8; i++) cache.Insert(i);
        flash.Bytes("c4")[SegmentLayout.Offset(5) + BlockRecord.HeaderBytes] ^= 4;
        Assert.False(cache.Serves(5, _into));
        Assert.False(cache.Holds(5));
        Assert.Equal((1u, 7), (cache.Counts.Damaged, cache.Count));
    }

    [Fact]
    public void A_damaged_block_is_found_by_the_scrub_one_record_in_ten_seconds()
    {
        var flash = new CutFlash();
        var cache = CacheBench.Open(flash, CacheBench.Options(5, 16));
        for (var i = 0; i < 8; i++) cache.Insert(i);
        flash.Bytes("c4")[SegmentLayout.Offset(5) + BlockRecord.HeaderBytes] ^= 4;
        for (var nowMs = 0L; nowMs < 90_000; nowMs += 50) cache.Tick(nowMs, true);
        Assert.False(cache.Holds(5));
        Assert.InRange(cache.Counts.Scrubbed, 8u, 9u);
        Assert.Equal(1u, cache.Counts.Damaged);
    }

    [Fact]
    public void Blocks_go_in_the_order_of_their_use_and_the_last_victim_is_named()
    {
        var cache = CacheBench.Open(new CutFlash(), CacheBench.Options(5, 16));
        cache.Resize(4);
        for (var i = 0; i < 4; i++) cache.Insert(i);
        cache.Serves(1, _into);
        cache.Serves(0, _into);
        Assert.Equal([2, 3, 1, 0], cache.InOrder());
        cache.Insert(7);
        Assert.Equal([3, 1, 0, 7], cache.InOrder());
        Assert.Equal(CacheBench.TagOf(2), cache.LastVictim);
    }

    [Fact]
    public void Resizing_evicts_the_least_recently_used_and_never_exceeds_the_layout()
    {
        var options = CacheBench.Options(5, 16);
        var cache = CacheBench.Open(new CutFlash(), options);
        for (var i = 0; i < 40; i++) cache.Insert(i);
        Assert.Equal((40, 40), (cache.Count, cache.Capacity));
        cache.Resize(3);
        Assert.Equal([37, 38, 39], cache.InOrder());
        cache.Resize(0);
        Assert.Equal([39], cache.InOrder());
        cache.Resize(1000);
        Assert.Equal(40, cache.Capacity);
        Assert.True(cache.HasRoom);
    }

    [Fact]
    public void A_pinned_block_stays_and_only_half_can_be_pinned()
    {
        var flash = new CutFlash();
        var options = CacheBench.Options(5, 16);
        options.Blocks = 6;
        var cache = CacheBench.Open(flash, options);
        for (var i = 0; i < 4; i++) cache.Push(0, CacheBench.TagOf(i), 0, CacheBench.Payload(i), CacheBench.Payload(i).Length, true);
        Assert.Equal((3, 4), (cache.PinnedCount, cache.Count));
        for (var i = 10; i < 30; i++) cache.Insert(i);
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(cache.Holds));
        Assert.False(cache.Pin(CacheBench.TagOf(29), 0));
        Assert.True(cache.Unpin(CacheBench.TagOf(1), 0));
        cache.Tick(1, true);
        var again = CacheBench.Open(flash.Reboot(), options);
        Assert.Equal((2, 1), (again.PinnedCount, again.InOrder()[^1]));
        for (var i = 30; i < 34; i++) again.Insert(i);
        Assert.Equal([true, false, true], Enumerable.Range(0, 3).Select(again.Holds));
        again.Resize(1);
        Assert.Equal((0, 1), (again.PinnedCount, again.Count));
    }

    [Fact]
    public void An_evicted_block_does_not_come_back_once_the_order_is_saved()
    {
        var flash = new CutFlash();
        var cache = CacheBench.Open(flash, CacheBench.Options(5, 16));
        for (var i = 0; i < 8; i++) cache.Insert(i);
        Assert.True(cache.Evict(CacheBench.TagOf(3), 0));
        Assert.False(cache.Evict(CacheBench.TagOf(3), 0));
        cache.Tick(1, true);
        Assert.False(CacheBench.Open(flash.Reboot(), CacheBench.Options(5, 16)).Holds(3));
    }

    [Fact]
    public void A_drive_smaller_than_the_layout_is_used_as_far_as_it_goes()
    {
        var flash = new CutFlash { BytesMax = 50 * 4096 };
        var cache = CacheBench.Open(flash, CacheBench.Options(5, 16));
        var stored = 0;
        for (var i = 0; i < 400; i++) stored += cache.Insert(i) == InsertOutcome.Stored ? 1 : 0;
        Assert.InRange(stored, 380, 400);
        Assert.InRange(cache.Count, 20, 28);
        Assert.True(cache.Holds(399));
        Assert.Contains(399, cache.InOrder());
        foreach (var block in cache.InOrder()) Assert.True(cache.Serves(block, _into));
        Assert.NotEqual(0u, cache.Counts.FlashFailures);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_drive_with_room_for_almost_nothing_does_no_harm(int records)
    {
        var cache = CacheBench.Make(new CutFlash { BytesMax = records * 4096 }, CacheBench.Options(5, 16));
        cache.Open();
        for (var i = 0; i < 100; i++)
        {
            cache.Insert(i);
            cache.Tick(i * 10_000, true);
            foreach (var block in cache.InOrder()) Assert.True(cache.Serves(block, _into));
        }

        Assert.InRange(cache.Count, 0, records);
    }

    [Fact]
    public void A_drive_that_fails_is_tried_again_later()
    {
        var flash = new CutFlash();
        var cache = CacheBench.Open(flash, CacheBench.Options(5, 16, 1));
        cache.Insert(0);
        flash.Broken = true;
        Assert.Equal(InsertOutcome.FlashFailed, cache.Insert(1));
        Assert.Equal(InsertOutcome.FlashFailed, cache.Insert(1));
        cache.Tick(60_000, true);
        flash.Broken = false;
        cache.Tick(69_999, true);
        Assert.Equal(0, cache.Count);
        cache.Tick(70_000, true);
        Assert.True(cache.Serves(0, _into));
        Assert.Equal(InsertOutcome.Stored, cache.Insert(2));
    }

    [Fact]
    public void An_old_segment_is_collected_even_when_all_of_it_lives()
    {
        var cache = CacheBench.Open(new CutFlash(), CacheBench.Options(5, 16));
        for (var i = 0; i < 16; i++) cache.Push(0, CacheBench.TagOf(i), 0, CacheBench.Payload(i), CacheBench.Payload(i).Length, true);
        var busy = 0;
        for (var i = 20; cache.Counts.Rotations < 16; i = i == 399 ? 20 : i + 1)
        {
            for (var tries = 0; cache.Insert(i) == InsertOutcome.Busy && tries < 20; tries++, busy++) cache.Tick(0, true);
        }

        Assert.InRange(cache.Counts.Copied, 16u, 1_000u);
        Assert.InRange(busy, 1, 32);
        Assert.All(Enumerable.Range(0, 16), i => Assert.True(cache.Serves(i, _into)));
    }

    [Fact]
    public void The_sieve_is_a_choice_of_the_composition()
    {
        var options = CacheBench.Options(5, 16);
        var cache = new BlockCache(options, new CutFlash(), new HostHmac(), new HostCrc(), new SieveOrder(41));
        Assert.True(cache.Open());
        for (var i = 0; i < 40; i++) cache.Insert(i);
        cache.Serves(0, _into);
        for (var i = 40; i < 45; i++) cache.Insert(i);
        Assert.True(cache.Holds(0));
        Assert.Equal([false, false, false, false, false, true], Enumerable.Range(1, 6).Select(cache.Holds));
    }

    [Fact]
    public void Memory_for_256_blocks_stays_below_what_a_board_has_to_spare()
    {
        var options = new BlockCacheOptions { Layout = SegmentLayout.ForDrive(2 << 20) };
        var cache = CacheBench.Make(new CutFlash(), options);
        // One datagram coming, one going, the responder's block, and the body of a pull.
        const int others = 1_536 + 1_400 + 4_032 + 4_032;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"256 blocks: {cache.RamBytes} bytes in arrays of the cache, {cache.RamBytes + others} with the buffers around it; {cache.NativeBytes} of handles");
        Assert.InRange(cache.RamBytes + others, 1, 24 << 10);
        Assert.InRange(cache.NativeBytes, 1, 25 << 10);
    }
}
