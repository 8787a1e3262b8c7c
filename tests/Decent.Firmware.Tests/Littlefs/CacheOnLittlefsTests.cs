using System.Diagnostics;
using Decent.Peer.BlockCache;

namespace Decent.Firmware.Tests.Littlefs;

/// <summary>The board's own cache on the model of its drive.</summary>
public sealed class CacheOnLittlefsTests(ITestOutputHelper output)
{
    private const double ScanMsMax = 1_500;
    private const double HitRatioLeast = 0.59;
    private const double WritesPerHitMost = 0.1;
    private const ulong Seed = 20_261_121;

    /// <summary>DECENT_FIRMWARE=1 asks as often as the research did.</summary>
    private static int Requests => Environment.GetEnvironmentVariable("DECENT_FIRMWARE") == "1" ? 100_000 : 20_000;

    [Theory]
    [InlineData(2 << 20, AdmissionMode.All, 1.0, 1.25)]
    [InlineData(2 << 20, AdmissionMode.All, 0.8, 1.25)]
    [InlineData(2 << 20, AdmissionMode.Second, 1.0, 2)]
    [InlineData(2 << 20, AdmissionMode.Second, 0.8, 2)]
    [InlineData(3 << 20, AdmissionMode.All, 1.0, 1.25)]
    [InlineData(3 << 20, AdmissionMode.Second, 1.0, 2)]
    [InlineData(256 << 10, AdmissionMode.All, 1.0, 1.25)]
    [InlineData(256 << 10, AdmissionMode.Second, 1.0, 2)]
    public void An_insert_costs_few_erases(int driveBytes, AdmissionMode mode, double skew, double erasesMax)
    {
        long began = Stopwatch.GetTimestamp();
        CacheRun run = new(driveBytes, mode, skew, Seed);
        run.Run(Requests / 5, Requests - Requests / 5);
        CacheCounts counts = run.Cache.Counts;
        int held = run.Cache.Count;
        int pending = run.Cache.Pending;
        int kept = run.Restart();

        output.WriteLine($"{driveBytes >> 10} KB, {held} of {run.Cache.Capacity} blocks, {mode}, Zipf {skew:0.0}: hit ratio {run.HitRatio:0.0 %}, "
            + $"{run.WritesPerHit:0.000} writes a hit, {run.WritesAndCopiesPerHit:0.000} with copies, {run.ErasesPerInsert:0.00} erases an insert");
        output.WriteLine($"  hit ms {run.Hits}; insert ms {run.Inserts}; {run.Ticks.Count} ticks that wrote, ms {run.Ticks}; boot scan {run.ScanMs:0} ms");
        output.WriteLine($"  {counts.Stored} stored, {counts.Copied} copied, {counts.Rotations} rotations, {counts.Commits} commits; after a cut {kept} "
            + $"blocks of {held}, {pending} not committed; {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
        // The ratios that a board with 256 blocks is asked for, where everything is written by the real cache.
        if (mode == AdmissionMode.Second && skew >= 1 && driveBytes >= 2 << 20)
        {
            Assert.InRange(run.HitRatio, HitRatioLeast, 1);
            Assert.InRange(run.WritesPerHit, 0, WritesPerHitMost);
        }

        Assert.InRange(run.ErasesPerInsert, 1, erasesMax);
        Assert.InRange(run.ScanMs, 0, ScanMsMax);
        Assert.InRange(kept, held - pending, run.Cache.Capacity);
        Assert.Equal(0u, counts.FlashFailures + counts.Damaged + counts.GivenUp);
    }
}
