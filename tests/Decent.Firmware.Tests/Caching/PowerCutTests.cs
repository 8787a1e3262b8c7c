namespace Decent.Firmware.Tests.Caching;

/// <summary>
/// Every operation of a script of 60 may be the last, in four modes, and so may every operation of the life after that. Modes that leave the same bytes
/// on the drive count once. A failure names its cuts: give them to <see cref="Replay"/>.
/// </summary>
public sealed class PowerCutTests
{
    private const int Operations = 60;
    private const int OperationsAfter = 30;
    private const int SinglesLeast = 5_240;
    private static readonly byte[] Canary = [.. Enumerable.Range(0, 200).Select(i => (byte)i)];
    private static readonly CutMode[] Modes = Enum.GetValues<CutMode>();

    /// <summary>DECENT_FIRMWARE=1 sweeps every pair of cuts.</summary>
    private static bool IsWhole => Environment.GetEnvironmentVariable("DECENT_FIRMWARE") == "1";

    [Theory]
    [InlineData(9, false)]
    [InlineData(24, true)]
    public void A_cut_at_any_operation_and_another_after_it_cost_no_committed_block_and_serve_no_wrong_one(int blocks, bool evicts)
    {
        int singles = 0, pairs = 0, same = 0;
        ulong seed = 0;
        while (singles < SinglesLeast)
        {
            seed++;
            for (var first = 1; ; first++)
            {
                List<CutFlash> effects = [];
                foreach (var mode in Modes)
                {
                    if (Cut(seed, blocks, evicts, first, mode) is not { } life) break;
                    if (effects.Any(life.Flash.IsSameAs))
                    {
                        same++;
                        continue;
                    }

                    effects.Add(life.Flash);
                    Named(seed, blocks, evicts, (first, mode), (0, CutMode.Lost), () => GoOn(life.Flash.Reboot(), life.Script, seed + 100));
                    singles++;
                    pairs += Pairs(life, seed, blocks, evicts, first, mode);
                }

                if (effects.Count == 0) break;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{blocks} blocks, {seed} seeds: {singles} single cuts with an effect of their own ({same} more had none), {pairs} pairs of cuts, no violation");
        Assert.InRange(singles, SinglesLeast, int.MaxValue);
        Assert.InRange(pairs, singles, int.MaxValue);
    }

    /// <summary>Put a failing case in here.</summary>
    [Theory]
    [InlineData(1, 9, false, 40, CutMode.Half, 7, CutMode.Random)]
    public void Replay(ulong seed, int blocks, bool evicts, int first, CutMode firstMode, int second, CutMode secondMode)
    {
        var life = Cut(seed, blocks, evicts, first, firstMode) ?? throw new InvalidOperationException("there is no such operation");
        if (second == 0) GoOn(life.Flash.Reboot(), life.Script, seed + 100);
        else if (CutAgain(life, seed, second, secondMode) is { } again) GoOn(again.Flash.Reboot(), again.Script, seed + 200);
    }

    // Every second cut, or two for each first one, near and farther, so that all second operations have their turn.
    private static int Pairs((CutFlash Flash, CutScript Script) life, ulong seed, int blocks, bool evicts, int first, CutMode mode)
    {
        var pairs = 0;
        int[] near = [1 + first % 9, 10 + first * 7 % 50];
        for (var second = IsWhole ? 1 : near[0]; ; second = IsWhole ? second + 1 : near[1])
        {
            List<CutFlash> effects = [];
            foreach (var secondMode in IsWhole ? Modes : [(CutMode)((first + second) % 4)])
            {
                var reached = false;
                Named(seed, blocks, evicts, (first, mode), (second, secondMode), () =>
                {
                    if (CutAgain(life, seed, second, secondMode) is not { } again) return;
                    reached = true;
                    if (effects.Any(again.Flash.IsSameAs)) return;
                    effects.Add(again.Flash);
                    GoOn(again.Flash.Reboot(), again.Script, seed + 200);
                    pairs++;
                });
                if (!reached) return pairs;
            }

            if (!IsWhole && second == near[1]) return pairs;
        }
    }

    // The first life up to its cut; null when it ends before.
    private static (CutFlash Flash, CutScript Script)? Cut(ulong seed, int blocks, bool evicts, int first, CutMode mode)
    {
        var flash = new CutFlash { CutAt = first, Mode = mode, Seed = seed };
        flash.Put("wifi", Canary);
        var script = new CutScript(seed, blocks, evicts);
        var whole = true;
        Named(seed, blocks, evicts, (first, mode), (0, CutMode.Lost), () => whole = script.Run(flash, Operations, true));
        return whole ? null : (flash, script);
    }

    private static (CutFlash Flash, CutScript Script)? CutAgain((CutFlash Flash, CutScript Script) life, ulong seed, int second, CutMode mode)
    {
        var flash = life.Flash.Reboot(second, mode, seed + 1);
        var script = life.Script.Next(seed + 100);
        return script.Run(flash, OperationsAfter, false) ? null : (flash, script);
    }

    private static void GoOn(CutFlash flash, CutScript before, ulong seed)
    {
        var script = before.Next(seed);
        Assert.True(script.Run(flash, OperationsAfter, false));
        script.AssertServes();
        Assert.Equal(Canary, flash.Bytes("wifi"));
    }

    private static void Named(ulong seed, int blocks, bool evicts, (int At, CutMode Mode) first, (int At, CutMode Mode) second, Action run)
    {
        try
        {
            run();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            var cuts = $"{first.At}, CutMode.{first.Mode}, {second.At}, CutMode.{second.Mode}";
            throw new InvalidOperationException($"Replay({seed}, {blocks}, {(evicts ? "true" : "false")}, {cuts}): {e.Message}", e);
        }
    }
}
