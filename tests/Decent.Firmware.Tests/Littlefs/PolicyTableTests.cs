using Decent.World.Caching;

namespace Decent.Firmware.Tests.Littlefs;

/// <summary>
/// The board's order and admission over all traces of the research, beside SIEVE and S3-FIFO; decent-bench cache prints the same for more requests.
/// </summary>
public sealed class PolicyTableTests(ITestOutputHelper output)
{
    private const int Requests = 200_000;
    private const int Lru = 0;
    private const int LruAndSecond = 1;

    [Fact]
    public void Over_every_trace_the_board_has_the_hits_and_writes_of_the_research()
    {
        Assert.Equal(["LRU", "LRU + second"], PolicyTable.Policies.Take(2));
        output.WriteLine(PolicyTable.Head);
        List<PolicyRow> rows = [.. PolicyTable.Run(Requests, seed: 20_261_121)];
        rows.ForEach(row => output.WriteLine($"{row}"));

        Assert.Equal(10, rows.Count);
        foreach (PolicyRow row in rows)
        {
            // An exact LRU is one and the same everywhere; only the requests were drawn by another generator.
            AssertNear(row.Research[Lru], row.Ours[Lru], hitsLess: 0.35, hitsMore: 0.35, writesMore: 0.02);
            // The research's ghost was another program's: ours may do better, never worse.
            AssertNear(row.Research[LruAndSecond], row.Ours[LruAndSecond], hitsLess: 0.1, hitsMore: 1.8, writesMore: 0.005);
        }
    }

    private static void AssertNear(PolicyResult research, PolicyResult ours, double hitsLess, double hitsMore, double writesMore)
    {
        Assert.InRange(ours.HitPercent, research.HitPercent - hitsLess, research.HitPercent + hitsMore);
        Assert.InRange(ours.WritesPerHit, 0, research.WritesPerHit + writesMore);
    }
}
