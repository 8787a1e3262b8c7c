using Decent.World;

namespace Decent.Peer.Tests.Network;

/// <summary>Time per block from a known board at a round trip of 8 ms, with two blocks in flight.</summary>
public sealed class LossRateTests(ITestOutputHelper output)
{
    private const int Batches = 200;
    private const int OneWayMs = 4;

    [Fact]
    public void At_one_percent_loss_a_block_takes_twenty_milliseconds_or_less()
    {
        foreach ((int percent, string research) in new[] { (0, "-"), (1, "20.0 / 316"), (5, "40 / 345"), (10, "75 / 645"), (20, "-") })
        {
            BlockTimes times = new BlockTimes(7, new LinkOptions { LatencyMs = OneWayMs, LossPercent = percent }).Run(Batches);
            output.WriteLine($"loss {percent,2} %: mean {times.MeanMs:0.0} ms, p50 {times.PercentileMs(50)}, p99 {times.PercentileMs(99)}; "
                + $"batch of 32 {times.BatchMs.Average():0} ms; {times.Gets / (double)times.Ms.Count:0.000} GETs and "
                + $"{times.ChunksPerBlock:0.000} DATA a block; research mean / p99 {research}");
            if (percent <= 1) Assert.InRange(times.MeanMs, 2 * OneWayMs, 20);
        }
    }
}
