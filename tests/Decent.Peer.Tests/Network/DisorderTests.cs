using Decent.World;

namespace Decent.Peer.Tests.Network;

/// <summary>Datagrams that overtake each other or come twice: every block arrives, and little is sent in vain.</summary>
public sealed class DisorderTests(ITestOutputHelper output)
{
    [Fact]
    public void Datagrams_that_overtake_each_other_cost_few_extra_chunks()
    {
        BlockTimes late = Run("reordered 20 % by 40 ms", new LinkOptions { LatencyMs = 4, ReorderPercent = 20, ReorderMs = 40 });
        Assert.InRange(late.ChunksPerBlock, 3, 4.5);
        BlockTimes mixed = Run("jitter 20 ms", new LinkOptions { LatencyMs = 4, JitterMs = 20 });
        Assert.InRange(mixed.ChunksPerBlock, 3, 5);
    }

    [Fact]
    public void Datagrams_that_come_twice_cost_what_they_double_and_no_more()
    {
        BlockTimes times = Run("doubled 20 %", new LinkOptions { LatencyMs = 4, DuplicatePercent = 20 });

        // A doubled GET is answered twice, as an idempotent request may be.
        Assert.InRange(times.ChunksPerBlock, 3.5, 3.7);
        Assert.Equal(8, times.PercentileMs(99));
    }

    [Fact]
    public void All_at_once_with_ten_percent_loss_every_block_still_arrives()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            LinkOptions link = new() { LatencyMs = 4, JitterMs = 10, LossPercent = 10, DuplicatePercent = 10, ReorderPercent = 10 };
            BlockTimes times = new BlockTimes(seed, link).Run(5);
            Assert.Equal(5 * 32, times.Ms.Count);
        }
    }

    private BlockTimes Run(string name, LinkOptions link)
    {
        BlockTimes times = new BlockTimes(11, link).Run(50);
        output.WriteLine($"{name}: mean {times.MeanMs:0.0} ms, p99 {times.PercentileMs(99)}, {times.ChunksPerBlock:0.00} DATA a block");
        Assert.Equal(50 * 32, times.Ms.Count);
        return times;
    }
}
