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
    private const int RunsLeast = 5_300;
    private const int RunsWhole = 50_000;

    // Two sectors of its own: a small file would lie in the metadata, which the model keeps apart from the chip's bytes.
    private static readonly byte[] Canary = Fakes.Some.Bytes(7, 6_000);

    private static readonly NorCut[] Modes = Enum.GetValues<NorCut>();

    private static bool IsWhole => Environment.GetEnvironmentVariable("DECENT_FIRMWARE") == "1";

    /// <summary>
    /// What is on the drive changes in the last program of a commit, so all commits are cut, in each mode; the other programs and erases, many times as
    /// many, are cut in a spread.
    /// </summary>
    [Theory]
    [InlineData(9, false)]
    [InlineData(24, true)]
    public void A_cut_in_any_program_or_erase_costs_no_committed_block_and_serves_no_wrong_one(int blocks, bool evicts)
    {
        int runs = 0, pairs = 0;
        int step = IsWhole ? 1 : 23;
        for (ulong seed = 1; runs + pairs < (IsWhole ? RunsWhole : RunsLeast); seed++)
        {
            for (int first = 1; CutInEachMode(seed, blocks, evicts, first); first++)
            {
                runs += Modes.Length;
                for (int second = 1 + first % 8; second <= 24; second += IsWhole ? 1 : 8)
                {
                    // The second cut falls into what the first one left to be done.
                    if (Run(seed, blocks, evicts, new DriveCut(true, first, ModeOf(second)), new DriveCut(true, second, ModeOf(first + second)))) pairs++;
                }
            }

            for (int first = 1; Run(seed, blocks, evicts, new DriveCut(false, first, ModeOf(first)), DriveCut.Never); first += step) runs++;
        }

        output.WriteLine($"{blocks} blocks: {runs} single cuts, {pairs} pairs, no violation");
        Assert.InRange(runs + pairs, IsWhole ? RunsWhole : RunsLeast, int.MaxValue);
    }

    [Theory]
    [InlineData(1, 9, false, false, 40, NorCut.Half, true, 7, NorCut.RandomBits)]
    public void Replay(ulong seed, int blocks, bool evicts, bool atCommit, int first, NorCut mode, bool atCommit2, int second, NorCut mode2) =>
        Run(seed, blocks, evicts, new DriveCut(atCommit, first, mode), new DriveCut(atCommit2, second, mode2));

    private static bool CutInEachMode(ulong seed, int blocks, bool evicts, int first) =>
        Array.TrueForAll(Modes, mode => Run(seed, blocks, evicts, new DriveCut(true, first, mode), DriveCut.Never));

    private static NorCut ModeOf(int number) => (NorCut)(number % 4);

    // False when the last cut asked for was never reached.
    private static bool Run(ulong seed, int blocks, bool evicts, DriveCut first, DriveCut second)
    {
        try
        {
            LittlefsDrive drive = new(Sectors, seed);
            IFlashFile file = drive.Folder("").Open("con_wifi.sys")!;
            Assert.True(file.Write(0, Canary, 0, Canary.Length) && file.Close());
            LittlefsFlash flash = drive.Folder("decent/c");
            CutScript script = new(seed, blocks, evicts);
            first.Plan(drive);
            if (script.Run(flash, Operations, stops: true)) return false;
            flash.Reboot();
            second.Plan(drive);
            script = script.Next(seed + 100);
            bool whole = script.Run(flash, OperationsAfter, stops: false);
            if (!whole)
            {
                flash.Reboot();
                script = script.Next(seed + 200);
                Assert.True(script.Run(flash, OperationsAfter, stops: false));
            }

            DriveCut.Never.Plan(drive);
            script.AssertServes();
            AssertCanary(drive);
            return second.IsNever || !whole;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidOperationException($"Replay({seed}, {blocks}, {(evicts ? "true" : "false")}, {first}, {second}): {e.Message}", e);
        }
    }

    private static void AssertCanary(LittlefsDrive drive)
    {
        byte[] read = new byte[Canary.Length + 1];
        Assert.Equal(Canary.Length, drive.Folder("").Open("con_wifi.sys")!.Read(0, read, 0, read.Length));
        Assert.Equal(Canary, read[..Canary.Length]);
    }
}
