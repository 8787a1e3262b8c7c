using Decent.Peer.BlockCache;

namespace Decent.Firmware.Tests.Caching;

public sealed class BootTests
{
    private static readonly BlockCacheOptions Options = CacheBench.Options(5, 4, 1);
    private readonly byte[] _into = new byte[4032];

    [Fact]
    public void Empty_and_foreign_segments_are_deleted_and_files_of_others_stay()
    {
        var flash = CacheBench.Filled(6);
        flash.Put("c0", []);
        flash.Put("c1", new byte[20_000]);
        flash.Put("c7", new byte[8_000]);
        flash.Put("wifi", [1, 2, 3]);
        var cache = CacheBench.Open(flash, Options);
        Assert.Equal(6, cache.Count);
        Assert.Equal(["c3", "c4", "order", "wifi"], flash.Names.Order());
    }

    [Fact]
    public void A_segment_copied_under_another_name_is_foreign()
    {
        var flash = CacheBench.Filled(6);
        flash.Put("c0", flash.Bytes("c4"));
        var cache = CacheBench.Open(flash, Options);
        Assert.Equal(6, cache.Count);
        Assert.All(Enumerable.Range(0, 6), i => Assert.True(cache.Serves(i, _into)));
        Assert.Equal(2, flash.Names.Count(name => name[0] == 'c'));
    }

    [Fact]
    public void Of_a_block_that_stands_there_twice_the_newer_record_counts()
    {
        var flash = CacheBench.Filled(6);
        var cache = CacheBench.Open(flash, Options);
        cache.Evict(CacheBench.TagOf(0), 0);
        cache.Insert(0);
        var again = CacheBench.Open(flash.Reboot(), Options);
        Assert.Equal((6, 0), (again.Count, again.InOrder()[^1]));
        flash = flash.Reboot();
        flash.Bytes("c4")[BlockRecord.HeaderBytes] ^= 1;
        Assert.True(CacheBench.Open(flash, Options).Serves(0, _into));
    }

    [Fact]
    public void A_log_that_ends_in_the_midst_of_a_record_goes_on_before_it()
    {
        var flash = CacheBench.Filled(6);
        flash.Put("c3", flash.Bytes("c3")[..^100]);
        var cache = CacheBench.Open(flash, Options);
        Assert.Equal([0, 1, 2, 3, 4], cache.InOrder());
        for (var i = 10; i < 13; i++) Assert.Equal(InsertOutcome.Stored, cache.Insert(i));
        cache = CacheBench.Open(flash.Reboot(), Options);
        Assert.Equal([0, 1, 2, 3, 4, 10, 11, 12], cache.InOrder());
        Assert.All(cache.InOrder(), block => Assert.True(cache.Serves(block, _into)));
    }

    [Fact]
    public void A_record_that_went_bad_within_the_newest_segment_costs_no_other()
    {
        var flash = CacheBench.Filled(4);
        flash.Bytes("c4")[SegmentLayout.Offset(1)] ^= 1;
        var cache = CacheBench.Open(flash, Options);
        Assert.Equal([0, 2, 3], cache.InOrder());
        Assert.Equal(1u, cache.Counts.Damaged);
    }

    [Fact]
    public void With_all_segments_there_the_interrupted_collection_is_finished()
    {
        var flash = new CutFlash();
        var cache = CacheBench.Open(flash, CacheBench.Options(5, 4));
        for (var i = 0; i < 17; i++)
        {
            // Two live ones in each of the older segments.
            foreach (var block in new[] { 0, 1, 4, 5, 8, 9 }) cache.Serves(block, _into);
            cache.Insert(i);
        }

        Assert.True(cache.Commit());
        flash = flash.Reboot();
        Assert.Equal(5, flash.Names.Count(name => name[0] == 'c'));
        cache = CacheBench.Open(flash, Options);
        var held = cache.InOrder();
        Assert.Equal(0u, cache.Counts.GivenUp);
        Assert.Equal(InsertOutcome.Stored, cache.Insert(20));
        Assert.Equal(4, flash.Names.Count(name => name[0] == 'c'));
        Assert.Equal([.. held.Append(20).TakeLast(9)], cache.InOrder());
    }

    [Fact]
    public void A_smaller_wish_keeps_the_newest_and_another_layout_keeps_what_fits()
    {
        var flash = CacheBench.Filled(8);
        var options = CacheBench.Options(5, 4, 1);
        options.Blocks = 3;
        Assert.Equal([5, 6, 7], CacheBench.Open(flash.Reboot(), options).InOrder());
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], CacheBench.Open(flash.Reboot(), CacheBench.Options(6, 12, 1)).InOrder());
        var small = CacheBench.Open(flash.Reboot(), CacheBench.Options(5, 2, 1));
        Assert.Equal([5, 6, 7], small.InOrder());
        for (var i = 10; i < 30; i++) Assert.Equal(InsertOutcome.Stored, small.Insert(i));
    }

    [Theory]
    [InlineData(16, 4)]
    [InlineData(88, 65)]
    public void A_smaller_layout_opens_on_a_drive_whose_collection_was_interrupted(int records, int recordsAfter)
    {
        var flash = Collecting(records, recordsAfter);
        var options = CacheBench.Options(5, recordsAfter, 1);
        var cache = CacheBench.Open(flash, options);
        for (var boot = 0; boot < 3; boot++)
        {
            // What lived in the one segment that had to go for room, which the new layout does not have.
            Assert.InRange(cache.Count, cache.Capacity - records / 2, cache.Capacity);
            Assert.All(cache.InOrder(), block => Assert.True(cache.Serves(block, _into)));
            flash = flash.Reboot();
            cache = CacheBench.Open(flash, options);
        }

        for (var i = 0; i < 1_000; i++)
        {
            var outcome = cache.Insert(i % 400);
            for (var tries = 0; outcome == InsertOutcome.Busy && tries < 20; tries++)
            {
                cache.Tick(0, true);
                outcome = cache.Insert(i % 400);
            }

            Assert.Contains(outcome, new[] { InsertOutcome.Stored, InsertOutcome.Held });
        }

        Assert.Equal((cache.Capacity, 0u), (cache.Count, cache.Counts.FlashFailures));
    }

    [Fact]
    public void Noise_on_the_drive_is_no_block_and_no_exception()
    {
        var rng = new Peer.Rng(5);
        for (var round = 0; round < 300; round++)
        {
            var flash = CacheBench.Filled(12);
            foreach (var name in flash.Names.ToArray())
            {
                var bytes = flash.Bytes(name);
                if (bytes.Length == 0) continue;
                for (var i = rng.Below(40); i > 0; i--) bytes[rng.Below(bytes.Length)] ^= (byte)(1 << rng.Below(8));
                if (rng.Below(4) == 0) flash.Put(name, bytes[..rng.Below(bytes.Length)]);
            }

            var cache = CacheBench.Open(flash, Options);
            for (var i = 0; i < 30; i++)
            {
                cache.Serves(rng.Below(40), _into);
                Assert.NotEqual(InsertOutcome.FlashFailed, cache.Insert(rng.Below(40)));
            }
        }
    }

    // Five files, half of each alive, cut off while the first is collected and the fifth holds more records than those of a smaller layout.
    private static CutFlash Collecting(int records, int recordsAfter)
    {
        var flash = new CutFlash();
        var cache = CacheBench.Open(flash, CacheBench.Options(5, records, 1));
        for (var i = 0; i < 4 * records; i++)
        {
            cache.Insert(i);
            if (i % 2 == 1) cache.Evict(CacheBench.TagOf(i), 0);
        }

        var fifth = 0;
        for (var i = 4 * records; fifth < SegmentLayout.Offset(recordsAfter + 2); i++)
        {
            Assert.Equal(InsertOutcome.Stored, cache.Insert(i));
            fifth = flash.Names.Contains("c0") ? flash.Bytes("c0").Length : 0;
        }

        Assert.Equal(5, flash.Names.Count(name => name[0] == 'c'));
        return flash.Reboot();
    }
}
