using Decent.Firmware.Tests.Caching;
using Decent.Peer.Ports;
using Decent.World.Littlefs;

namespace Decent.Firmware.Tests.Littlefs;

/// <summary>
/// The board's own cache on the model of its drive, whose power fails in the middle of a program or an erase: no bad block is served, committed blocks
/// are there, a file of the platform is untouched, and it goes on. A failure names its cuts: give them to <see cref="Replay"/>.
/// </summary>
public sealed class CachePowerCutTests(ITestOutputHelper output)
{
    private const int Sectors = 64;
    private const int Operations = 60;
    private const int OperationsAfter = 30;
    private const int RunsLeast = 500;
    private const int RunsWhole = 20_000;
    private static readonly byte[] Canary = [.. Enumerable.Range(0, 200).Select(i => (byte)i)];
    private static readonly NorCut[] Modes = Enum.GetValues<NorCut>();

    private static bool IsWhole => Environment.GetEnvironmentVariable("DECENT_FIRMWARE") == "1";

    [Theory]
    [InlineData(10, false)]
    [InlineData(24, true)]
    public void A_cut_in_any_program_or_erase_costs_no_committed_block_and_serves_no_wrong_one(int blocks, bool evicts)
    {
        int runs = 0, pairs = 0;
        int wanted = IsWhole ? RunsWhole : RunsLeast;
        // A step that has no divisor in common with what the cache does in turns.
        int step = IsWhole ? 1 : 7;
        for (ulong seed = 1; runs < wanted; seed++)
        {
            for (int first = 1 + (int)seed % step; Run(seed, blocks, evicts, first, Modes[0], 0, Modes[0]); first += step)
            {
                runs++;
                foreach (NorCut mode in Modes[1..])
                {
                    Run(seed, blocks, evicts, first, mode, 0, Modes[0]);
                    runs++;
                }

                // The second cut falls into what the first one left to be done.
                if (Run(seed, blocks, evicts, first, Modes[first % 4], 1 + first * 13 % 90, Modes[first / 4 % 4])) pairs++;
            }
        }

        output.WriteLine($"{blocks} blocks: {runs} single cuts, {pairs} pairs, no violation");
    }

    [Theory]
    [InlineData(1, 10, false, 40, NorCut.Half, 7, NorCut.RandomBits)]
    public void Replay(ulong seed, int blocks, bool evicts, int first, NorCut firstMode, int second, NorCut secondMode) =>
        Run(seed, blocks, evicts, first, firstMode, second, secondMode);

    // False when the last cut asked for was never reached.
    private static bool Run(ulong seed, int blocks, bool evicts, int first, NorCut firstMode, int second, NorCut secondMode)
    {
        try
        {
            LittlefsDrive drive = new(Sectors, seed);
            IFlashFile file = drive.Folder("").Open("con_wifi.sys")!;
            Assert.True(file.Write(0, Canary, 0, Canary.Length) && file.Close());
            LittlefsFlash flash = drive.Folder("decent/c");
            CutScript script = new(seed, blocks, evicts);
            CutAfter(drive, first, firstMode);
            if (script.Run(flash, Operations, stops: true)) return false;
            flash.Reboot();
            CutAfter(drive, second, secondMode);
            script = script.Next(seed + 100);
            bool whole = script.Run(flash, OperationsAfter, stops: false);
            if (!whole)
            {
                flash.Reboot();
                script = script.Next(seed + 200);
                Assert.True(script.Run(flash, OperationsAfter, stops: false));
            }

            CutAfter(drive, 0, NorCut.Lost);
            script.AssertServes();
            AssertCanary(drive);
            return second == 0 || !whole;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidOperationException(
                $"Replay({seed}, {blocks}, {(evicts ? "true" : "false")}, {first}, NorCut.{firstMode}, {second}, NorCut.{secondMode}): {e.Message}", e);
        }
    }

    private static void CutAfter(LittlefsDrive drive, int operations, NorCut mode)
    {
        drive.Chip.CutAtOperation = operations == 0 ? 0 : drive.Chip.Operations + operations;
        drive.Chip.Cut = mode;
    }

    private static void AssertCanary(LittlefsDrive drive)
    {
        byte[] read = new byte[Canary.Length + 1];
        Assert.Equal(Canary.Length, drive.Folder("").Open("con_wifi.sys")!.Read(0, read, 0, read.Length));
        Assert.Equal(Canary, read[..Canary.Length]);
    }
}
