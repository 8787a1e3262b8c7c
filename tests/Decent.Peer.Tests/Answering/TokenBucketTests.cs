using Decent.Peer.Answering;

namespace Decent.Peer.Tests.Answering;

public sealed class TokenBucketTests
{
    [Fact]
    public void A_bucket_starts_full_refills_evenly_and_saves_one_second()
    {
        TokenBucket bucket = new(10);
        Assert.Equal(10, TakeAll(bucket, 0));
        Assert.False(bucket.TryTake(99, 1));
        Assert.True(bucket.TryTake(100, 1));
        Assert.False(bucket.TryTake(100, 1));
        Assert.Equal(10, TakeAll(bucket, 1_000_000));
    }

    [Fact]
    public void A_slow_rate_does_not_round_to_nothing()
    {
        TokenBucket bucket = new(1);
        TakeAll(bucket, 0);
        int taken = 0;
        for (long nowMs = 1; nowMs <= 10_000; nowMs++) taken += bucket.TryTake(nowMs, 1) ? 1 : 0;
        Assert.Equal(10, taken);
    }

    [Fact]
    public void A_clock_that_steps_back_and_forth_adds_nothing()
    {
        TokenBucket bucket = new(10);
        TakeAll(bucket, 5_000);
        for (int i = 0; i < 20; i++)
        {
            Assert.False(bucket.TryTake(4_000, 1));
            Assert.False(bucket.TryTake(5_000, 1));
        }
    }

    [Fact]
    public void A_bucket_agrees_with_a_naive_one()
    {
        Rng rng = new(3);
        TokenBucket bucket = new(400);
        double tokens = 400;
        long nowMs = 0;
        for (int i = 0; i < 20_000; i++)
        {
            int stepMs = rng.Below(30);
            nowMs += stepMs;
            tokens = Math.Min(400, tokens + stepMs * 0.4);
            int wanted = rng.Below(20);
            bool given = tokens >= wanted - 1e-9;
            if (given) tokens -= wanted;
            Assert.Equal(given, bucket.TryTake(nowMs, wanted));
        }
    }

    [Fact]
    public void Sources_have_buckets_of_their_own_and_the_longest_silent_makes_room()
    {
        SourceLimits limits = new(2, 1, 100);
        Assert.True(limits.TryTake(0, 1));
        Assert.False(limits.TryTake(1, 1));
        Assert.True(limits.TryTake(2, 2));
        Assert.True(limits.TryTake(3, 3));
        Assert.False(limits.TryTake(4, 2));
        Assert.True(limits.TryTake(5, 1));
    }

    [Fact]
    public void A_flood_of_spoofed_sources_stays_below_the_limit_of_all()
    {
        SourceLimits limits = new(16, 20, 60);
        int given = 0;
        for (uint i = 0; i < 10_000; i++) given += limits.TryTake(i / 10, 0x0A000000 + i) ? 1 : 0;
        Assert.InRange(given, 110, 121);
    }

    private static int TakeAll(TokenBucket bucket, long nowMs)
    {
        int taken = 0;
        while (bucket.TryTake(nowMs, 1)) taken++;
        return taken;
    }
}
