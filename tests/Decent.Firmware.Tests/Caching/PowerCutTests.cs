namespace Decent.Firmware.Tests.Caching;

/// <summary>
/// Every operation of a script of 60 may be the last, in four modes, and so may every operation of the life after that. A failure names its cuts: give
/// them to <see cref="Replay"/>.
/// </summary>
public sealed class PowerCutTests
{
    private const int Operations = 60;
    private const int OperationsAfter = 30;
    private const int SinglesLeast = 5_240;
    private static readonly byte[] Canary = [.. Enumerable.Range(0, 200).Select(i => (byte)i)];

    /// <summary>DECENT_FIRMWARE=1 sweeps every pair of cuts.</summary>
    private static bool IsWhole => Environment.GetEnvironmentVariable("DECENT_FIRMWARE") == "1";

    [Theory]
    [InlineData(10, false)]
    [InlineData(24, true)]
    public void A_cut_at_any_operation_and_another_after_it_cost_no_committed_block_and_serve_no_wrong_one(int blocks, bool evicts)
    {
        int singles = 0, pairs = 0;
        for (ulong seed = 1; singles < SinglesLeast; seed++)
        {
            for (var first = 1; Run(seed, blocks, evicts, first, CutMode.Lost, 0, CutMode.Lost); first++)
            {
                for (var mode = CutMode.Lost; mode <= CutMode.Completed; mode++)
                {
                    Run(seed, blocks, evicts, first, mode, 0, CutMode.Lost);
                    singles++;
                    pairs += Pairs(seed, blocks, evicts, first, mode);
                }
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{blocks} blocks: {singles} single cuts, {pairs} pairs of cuts, no violation");
        Assert.InRange(singles, SinglesLeast, int.MaxValue);
        Assert.InRange(pairs, singles, int.MaxValue);
    }

    /// <summary>Put a failing case in here.</summary>
    [Theory]
    [InlineData(1, 10, false, 40, CutMode.Half, 7, CutMode.Random)]
    public void Replay(ulong seed, int blocks, bool evicts, int first, CutMode firstMode, int second, CutMode secondMode) =>
        Run(seed, blocks, evicts, first, firstMode, second, secondMode);

    private static int Pairs(ulong seed, int blocks, bool evicts, int first, CutMode mode)
    {
        var pairs = 0;
        // Two second cuts for each first one, near and farther, so that all second operations have their turn.
        int[] near = [1 + first % 9, 10 + first * 7 % 50];
        for (var second = IsWhole ? 1 : near[0]; ; second = IsWhole ? second + 1 : near[1])
        {
            var modes = IsWhole && seed == 1 ? Enum.GetValues<CutMode>() : [(CutMode)((first + second) % 4)];
            foreach (var secondMode in modes)
            {
                if (!Run(seed, blocks, evicts, first, mode, second, secondMode)) return pairs;
                pairs++;
            }

            if (!IsWhole && second == near[1]) return pairs;
        }
    }

    // False when the last cut asked for was never reached.
    private static bool Run(ulong seed, int blocks, bool evicts, int first, CutMode firstMode, int second, CutMode secondMode)
    {
        try
        {
            var flash = new CutFlash { CutAt = first, Mode = firstMode, Seed = seed };
            flash.Put("wifi", Canary);
            var script = new CutScript(seed, blocks, evicts);
            if (script.Run(flash, Operations, true)) return false;
            var after = flash.Reboot(second, secondMode, seed + 1);
            script = script.Next(seed + 100);
            var whole = script.Run(after, OperationsAfter, false);
            if (!whole)
            {
                after = after.Reboot();
                script = script.Next(seed + 200);
                Assert.True(script.Run(after, OperationsAfter, false));
            }

            script.AssertServes();
            Assert.Equal(Canary, after.Bytes("wifi"));
            return second == 0 || !whole;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidOperationException(
                $"Replay({seed}, {blocks}, {(evicts ? "true" : "false")}, {first}, CutMode.{firstMode}, {second}, CutMode.{secondMode}): {e.Message}", e);
        }
    }
}
