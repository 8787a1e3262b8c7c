using Decent.Peer.BlockCache;

namespace Decent.Firmware.Tests.Caching;

/// <summary>A drive that is full, or that fails.</summary>
public sealed class DriveRefusalTests
{
    private readonly byte[] _into = new byte[4032];

    [Fact]
    public void A_drive_smaller_than_the_layout_is_used_as_far_as_it_goes_and_then_left_alone()
    {
        var flash = new CutFlash { BytesMax = 50 * 4096 };
        var cache = CacheBench.Open(flash, CacheBench.Options(5, 16));
        for (var i = 0; i < 400; i++) cache.Insert(i);
        var refusals = cache.Counts.FlashFailures;
        Assert.InRange(refusals, 1u, 10u);
        for (var i = 0; i < 400; i++)
        {
            Assert.Equal(InsertOutcome.Stored, cache.Insert(i));
            foreach (var block in cache.InOrder()) Assert.True(cache.Serves(block, _into));
        }

        Assert.Equal(refusals, cache.Counts.FlashFailures);
        Assert.InRange(cache.Capacity, 22, 28);
        Assert.Equal(cache.Capacity, cache.Count);
    }

    [Fact]
    public void A_refused_write_loses_what_was_not_committed_and_the_rest_is_served_at_once()
    {
        var flash = new CutFlash();
        var cache = CacheBench.Open(flash, CacheBench.Options(5, 16));
        for (var i = 0; i < 21; i++) cache.Insert(i);
        flash.BytesMax = 22 * 4096;
        cache.Insert(21);
        Assert.Equal(InsertOutcome.FlashFailed, cache.Insert(22));
        Assert.Equal((0, 1u, 6u), (cache.Pending, cache.Counts.FlashFailures, cache.Counts.GivenUp));
        Assert.Equal(Enumerable.Range(0, 16), cache.InOrder());
        Assert.All(cache.InOrder(), block => Assert.True(cache.Serves(block, _into)));
        Assert.Equal(InsertOutcome.Stored, cache.Insert(22));
    }

    [Fact]
    public void A_write_that_fails_once_costs_an_eighth_of_the_room_until_the_next_start()
    {
        var flash = new CutFlash();
        var cache = CacheBench.Open(flash, CacheBench.Options(5, 16));
        for (var i = 0; i < 40; i++) cache.Insert(i);
        flash.BytesMax = 0;
        Assert.Equal(InsertOutcome.FlashFailed, cache.Insert(40));
        flash.BytesMax = int.MaxValue;
        Assert.Equal(new SegmentLayout(5, 14).BlocksMax, cache.Capacity);
        for (var i = 40; i < 200; i++) Assert.Equal(InsertOutcome.Stored, cache.Insert(i));
        // Not even reading the drive anew brings it back: it would be refused again.
        flash.Broken = true;
        Assert.Equal(InsertOutcome.FlashFailed, cache.Insert(200));
        flash.Broken = false;
        cache.Tick(0, true);
        Assert.True(cache.Count > 0);
        Assert.Equal(new SegmentLayout(5, 14).BlocksMax, cache.Capacity);
        Assert.Equal(44, CacheBench.Open(flash.Reboot(), CacheBench.Options(5, 16)).Capacity);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_drive_with_room_for_almost_nothing_does_no_harm(int records)
    {
        var flash = new CutFlash { BytesMax = records * 4096 };
        var cache = CacheBench.Make(flash, CacheBench.Options(5, 16));
        cache.Open();
        for (var i = 0; i < 100; i++)
        {
            cache.Insert(i);
            cache.Tick(i * 10_000, true);
            foreach (var block in cache.InOrder()) Assert.True(cache.Serves(block, _into));
        }

        Assert.InRange(cache.Count, 0, records);
        // It stops trying: an hour lies between two times in the end.
        var writes = flash.Operations;
        for (var nowMs = 1_000_000L; nowMs < 1_000_000 + 10 * 3_600_000; nowMs += 10_000)
        {
            cache.Insert(7, nowMs);
            cache.Tick(nowMs, true);
        }

        Assert.InRange(flash.Operations - writes, 0, 200);
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
        Assert.Equal(44, cache.Capacity);
    }

    [Fact]
    public void A_drive_that_goes_on_failing_is_tried_ever_less()
    {
        var flash = new CutFlash();
        var cache = CacheBench.Open(flash, CacheBench.Options(5, 16, 1));
        flash.Broken = true;
        Assert.Equal(InsertOutcome.FlashFailed, cache.Insert(1));
        List<int> tries = [];
        for (var second = 0; second < 20_000; second++)
        {
            var before = cache.Counts.FlashFailures;
            cache.Tick(second * 1_000, true);
            if (cache.Counts.FlashFailures > before) tries.Add(second);
        }

        Assert.Equal([0, 10, 30, 70, 150, 310, 630, 1_270, 2_550, 5_110, 8_710], tries.Take(11));
    }

    [Fact]
    public void A_budget_that_the_drive_did_not_tell_at_the_start_is_known_once_it_opens()
    {
        var options = CacheBench.Options(5, 16);
        options.Admission = AdmissionMode.Auto;
        options.InsertsPerDay = 100;
        var flash = new CutFlash();
        var cache = CacheBench.Open(flash, options);
        for (var i = 0; i < 30; i++) cache.Insert(i);
        Assert.True(cache.Close());
        flash.Broken = true;
        var again = CacheBench.Make(flash, options);
        Assert.False(again.Open());
        flash.Broken = false;
        again.Tick(0, true);
        Assert.Equal((30, 70), (again.Count, again.WritesLeft));
    }
}
