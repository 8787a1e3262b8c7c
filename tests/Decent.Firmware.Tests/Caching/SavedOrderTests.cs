using Decent.Peer.BlockCache;

namespace Decent.Firmware.Tests.Caching;

public sealed class SavedOrderTests
{
    private static readonly BlockCacheOptions Options = CacheBench.Options(5, 4, 1);
    private readonly byte[] _into = new byte[4032];

    [Fact]
    public void After_a_stop_in_order_the_order_is_the_one_before()
    {
        var flash = CacheBench.Filled(6);
        var cache = CacheBench.Open(flash, Options);
        foreach (var block in new[] { 3, 0, 5, 1 }) cache.Serves(block, _into);
        Assert.True(cache.Close());
        Assert.Equal([2, 4, 3, 0, 5, 1], CacheBench.Open(flash, Options).InOrder());
    }

    [Fact]
    public void After_a_cut_the_order_is_the_last_saved_one_and_then_the_logs()
    {
        var flash = CacheBench.Filled(6);
        var cache = CacheBench.Open(flash, Options);
        cache.Serves(2, _into);
        cache.Tick(3_600_000, true);
        cache.Insert(7);
        cache.Serves(0, _into);
        cache.Insert(8);
        Assert.Equal([0, 1, 3, 4, 5, 2, 7, 8], CacheBench.Open(flash.Reboot(), Options).InOrder());
    }

    [Fact]
    public void A_torn_order_is_refused_and_the_one_before_it_taken()
    {
        var flash = CacheBench.Filled(6);
        var cache = CacheBench.Open(flash, Options);
        cache.Serves(2, _into);
        cache.Tick(3_600_000, true);
        cache.Serves(3, _into);
        Assert.True(cache.Close());
        var order = flash.Bytes("order");
        int[] saved = [0, 1, 4, 5, 2, 3], before = [0, 1, 3, 4, 5, 2], log = [0, 1, 2, 3, 4, 5];
        for (var at = 0; at < order.Length; at++)
        {
            var torn = flash.Reboot();
            torn.Put("order", [.. order]);
            torn.Bytes("order")[at] ^= 0x10;
            var found = CacheBench.Open(torn, Options).InOrder();
            Assert.True(found.SequenceEqual(saved) || found.SequenceEqual(before), $"byte {at}: {string.Join(' ', found)}");
        }

        flash.Put("order", new byte[order.Length]);
        Assert.Equal(log, CacheBench.Open(flash, Options).InOrder());
        flash = flash.Reboot();
        flash.Put("order", order[..20]);
        Assert.Equal(log, CacheBench.Open(flash, Options).InOrder());
    }

    [Fact]
    public void A_save_that_the_drive_refused_leaves_the_good_order_to_the_next_one_that_is_torn()
    {
        var flash = CacheBench.Filled(6);
        var cache = CacheBench.Open(flash, Options);
        for (var hour = 1; hour <= 2; hour++)
        {
            cache.Serves(hour, _into);
            cache.Tick(hour * 3_600_000, true);
        }

        flash.BytesMax = 0;
        cache.Serves(3, _into);
        cache.Tick(3 * 3_600_000, true);
        Assert.Equal(1u, cache.Counts.FlashFailures);
        flash.BytesMax = int.MaxValue;
        cache.Serves(4, _into);
        cache.Tick(4 * 3_600_000, true);
        // The refused one's place was taken, and the order before it is still there.
        var second = OrderFile.Bytes(5, Options.Layout.BlocksMax + 1);
        var order = flash.Bytes("order");
        Assert.Equal((2u, 3u), (BitConverter.ToUInt32(order, 4), BitConverter.ToUInt32(order, second + 4)));
        Assert.Equal([0, 5, 1, 2, 3, 4], CacheBench.Open(flash.Reboot(), Options).InOrder());
        order[second + 30] ^= 1;
        Assert.Equal([0, 3, 4, 5, 1, 2], CacheBench.Open(flash.Reboot(), Options).InOrder());
    }

    [Fact]
    public void An_order_of_another_layout_is_none_because_a_newer_one_may_stand_elsewhere()
    {
        var options = CacheBench.Options(5, 16, 1);
        var flash = new CutFlash();
        var cache = CacheBench.Open(flash, options);
        for (var i = 0; i < 6; i++) cache.Insert(i);
        // Sequence 2 stands in the first area, 3 in the second, which a smaller layout looks for elsewhere.
        for (var hour = 1; hour <= 3; hour++)
        {
            if (hour == 3) cache.Evict(CacheBench.TagOf(0), 0);
            cache.Serves(hour, _into);
            cache.Tick(hour * 3_600_000, true);
        }

        var smaller = CacheBench.Open(flash.Reboot(), CacheBench.Options(5, 12, 1));
        Assert.Equal([0, 1, 2, 3, 4, 5], smaller.InOrder());
        Assert.Equal([4, 5, 1, 2, 3], CacheBench.Open(flash.Reboot(), options).InOrder());
    }

    [Fact]
    public void A_drive_that_refuses_the_order_is_not_open()
    {
        var flash = CacheBench.Filled(6);
        var held = flash.Open("order")!;
        var cache = CacheBench.Make(flash, Options);
        Assert.False(cache.Open());
        Assert.True(held.Close());
        Assert.True(cache.Open());
        Assert.Equal(6, cache.Count);
    }
}
