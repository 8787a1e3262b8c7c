using Decent.Firmware.Host.Ports;
using Decent.Firmware.Tests.Fakes;
using Decent.Peer;
using Decent.Peer.BlockCache;
using Decent.World.Caching;

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
        for (var i = 0; i < 7; i++) Assert.Equal(InsertOutcome.Stored, cache.Insert(i, 1_000));
        Assert.Equal(7, cache.Pending);
        Assert.Equal(0, CacheBench.Open(flash.Reboot(), CacheBench.Options(5, 16)).Count);
        for (var i = 7; i < 9; i++) Assert.Equal(InsertOutcome.Stored, cache.Insert(i, 1_000));
        Assert.Equal(1, cache.Pending);
        Assert.Equal(8, CacheBench.Open(flash.Reboot(), CacheBench.Options(5, 16)).Count);
        for (var nowMs = 1_000; nowMs < 31_000; nowMs++) cache.Tick(nowMs, true);
        Assert.Equal((1, 1u), (cache.Pending, cache.Counts.Commits));
        cache.Tick(31_000, false);
        Assert.Equal(1, cache.Pending);
        cache.Tick(31_000, true);
        Assert.Equal((0, 2u), (cache.Pending, cache.Counts.Commits));
        Assert.Equal(9, CacheBench.Open(flash.Reboot(), CacheBench.Options(5, 16)).Count);
    }

    [Fact]
    public void An_order_that_changed_by_use_is_saved_hourly_and_not_before()
    {
        var flash = new CutFlash();
        var cache = CacheBench.Open(flash, CacheBench.Options(5, 16));
        for (var i = 0; i < 8; i++) cache.Insert(i);
        for (var hour = 1; hour <= 3; hour++)
        {
            cache.Serves(hour, _into);
            var before = flash.Operations;
            for (var nowMs = hour * 3_600_000 - 3_600_000; nowMs < hour * 3_600_000; nowMs += 1_000) cache.Tick(nowMs, true);
            cache.Tick(hour * 3_600_000 - 1, true);
            Assert.Equal(before, flash.Operations);
            cache.Tick(hour * 3_600_000, true);
            Assert.True(flash.Operations > before);
            Assert.Equal(hour, CacheBench.Open(flash.Reboot(), CacheBench.Options(5, 16)).InOrder()[^1]);
        }

        // And nothing when nothing changed.
        var quiet = flash.Operations;
        cache.Tick(5 * 3_600_000, true);
        Assert.Equal(quiet, flash.Operations);
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
        for (var i = 0; i < 44; i++) cache.Insert(i);
        Assert.Equal((44, 44), (cache.Count, cache.Capacity));
        cache.Resize(3);
        Assert.Equal([41, 42, 43], cache.InOrder());
        cache.Resize(0);
        Assert.Equal([43], cache.InOrder());
        cache.Resize(1000);
        Assert.Equal(44, cache.Capacity);
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
    public void A_segment_is_collected_when_nine_were_begun_after_it_even_when_all_of_it_lives()
    {
        var flash = new CutFlash();
        var cache = CacheBench.Open(flash, CacheBench.Options(5, 16));
        for (var i = 0; i < 16; i++) cache.Push(0, CacheBench.TagOf(i), 0, CacheBench.Payload(i), CacheBench.Payload(i).Length, true);
        uint lastThere = 0;
        var busy = 0;
        for (var i = 20; cache.Counts.Rotations < 16; i = i == 399 ? 20 : i + 1)
        {
            for (var tries = 0; cache.Insert(i) == InsertOutcome.Busy && tries < 20; tries++, busy++)
            {
                if (HasSegment(flash, 1)) lastThere = cache.Counts.Rotations;
                cache.Tick(0, true);
            }
        }

        // The first segment and the nine after it.
        Assert.Equal(10u, lastThere);
        Assert.InRange(cache.Counts.Copied, 16u, 1_000u);
        Assert.InRange(busy, 1, 32);
        Assert.All(Enumerable.Range(0, 16), i => Assert.True(cache.Serves(i, _into)));
    }

    [Fact]
    public void Another_order_is_a_choice_of_the_composition()
    {
        var options = CacheBench.Options(5, 16);
        var cache = new BlockCache(options, new CutFlash(), new HostHmac(), new HostCrc(), new SieveOrder(45));
        Assert.True(cache.Open());
        for (var i = 0; i < 44; i++) cache.Insert(i);
        cache.Serves(0, _into);
        for (var i = 44; i < 49; i++) cache.Insert(i);
        Assert.True(cache.Holds(0));
        Assert.Equal([false, false, false, false, false, true], Enumerable.Range(1, 6).Select(cache.Holds));
    }

    // Whether a file holds the segment with that sequence.
    private static bool HasSegment(CutFlash flash, uint sequence) => flash.Names
        .Where(name => name[0] == 'c' && flash.Bytes(name).Length > 0).Any(name => BitConverter.ToUInt32(flash.Bytes(name), 4) == sequence);
}
