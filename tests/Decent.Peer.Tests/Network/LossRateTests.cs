using Decent.World;

namespace Decent.Peer.Tests.Network;

/// <summary>
/// Time per block from a known board at a round trip of 8 ms, with two blocks in flight. The bounds are the research's model of the same window, mean
/// and 99th percentile; it says nothing of 20 %, where the mean may double once more and the percentile be four timeouts.
/// </summary>
public sealed class LossRateTests(ITestOutputHelper output)
{
    private const int Batches = 100;
    private const int OneWayMs = 4;

    [Theory]
    [InlineData(0, 8, 8)]
    [InlineData(1, 20, 316)]
    [InlineData(5, 40, 345)]
    [InlineData(10, 75, 645)]
    [InlineData(20, 150, 1_000)]
    public void A_block_takes_no_longer_than_was_promised_for_that_loss(int percent, int meanMsMax, int mostMs)
    {
        foreach (ulong seed in new ulong[] { 7, 1, 2, 3 })
        {
            BlockTimes times = new BlockTimes(seed, new LinkOptions { LatencyMs = OneWayMs, LossPercent = percent }).Run(Batches);
            output.WriteLine($"loss {percent,2} %, seed {seed}: mean {times.MeanMs:0.0} ms of {meanMsMax}, p50 {times.PercentileMs(50)}, "
                + $"p99 {times.PercentileMs(99)} of {mostMs}; batch of 32 {times.BatchMs.Average():0} ms; "
                + $"{times.Gets / (double)times.Ms.Count:0.000} GETs and {times.ChunksPerBlock:0.000} DATA a block");
            Assert.InRange(times.MeanMs, 2 * OneWayMs, meanMsMax);
            Assert.InRange(times.PercentileMs(99), 2 * OneWayMs, mostMs);
        }
    }
}
