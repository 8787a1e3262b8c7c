using Decent.Peer;
using Decent.Peer.Ports;
using Decent.World;
using Decent.World.Littlefs;

namespace Decent.Firmware.Tests.Littlefs;

/// <summary>Whatever is done to the model's files, what is read is what was written; a power cut leaves what was committed.</summary>
public sealed class LittlefsContentTests(ITestOutputHelper output)
{
    private const int SectorsUsedMax = 64;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void What_is_read_is_what_was_written(int seed)
    {
        FileScript script = new(new LittlefsDrive(128, (ulong)seed), (ulong)seed);
        for (int step = 0; step < 3_000; step++)
        {
            script.Step();
            if (step % 500 == 499) script.Reboot();
        }

        script.Check();
        Assert.InRange(script.Drive.UsedSectors, 4, SectorsUsedMax);
        output.WriteLine($"seed {seed}: {script.Drive.Chip.Erases} erases, {script.Drive.Chip.Programs} programs, {script.Drive.UsedSectors} sectors");
    }

    [Fact]
    public void Any_power_cut_leaves_the_last_committed_version_of_each_file()
    {
        const ulong seed = 5;
        const int steps = 60;
        long last = Operations(seed, steps);
        int runs = 0;
        for (long cut = 1; cut <= last; cut++)
        {
            foreach (NorCut mode in Enum.GetValues<NorCut>())
            {
                Replay(seed, steps, cut, mode);
                runs++;
            }
        }

        output.WriteLine($"{runs} cuts: each of {last} programs and erases in {steps} steps, {Enum.GetValues<NorCut>().Length} modes");
    }

    [Theory]
    [InlineData(NorCut.Lost, 1)]
    [InlineData(NorCut.Half, 1)]
    [InlineData(NorCut.RandomBits, 1)]
    [InlineData(NorCut.Completed, 2)]
    public void A_commit_holds_once_its_last_program_is_complete_and_not_before(NorCut mode, byte expected)
    {
        LittlefsFlash flash = new LittlefsDrive(32, 1).Folder("c");
        IFlashFile file = flash.Open("a")!;
        Assert.True(file.Write(0, [1], 0, 1));
        Assert.True(file.Close());
        file = flash.Open("a")!;
        Assert.True(file.Write(0, [2], 0, 1));
        flash.Drive.Chip.CutAtOperation = flash.Drive.Chip.Operations + 1;
        flash.Drive.Chip.Cut = mode;

        Assert.Throws<PowerCutException>(() => file.Close());
        flash.Reboot();
        byte[] read = new byte[1];
        Assert.Equal(1, flash.Open("a")!.Read(0, read, 0, 1));
        Assert.Equal(expected, read[0]);
    }

    [Fact]
    public void A_full_drive_refuses_and_keeps_what_was_committed()
    {
        LittlefsFlash flash = new LittlefsDrive(16, 1).Folder("c");
        byte[] sector = new byte[4096];
        IFlashFile kept = flash.Open("kept")!;
        Assert.True(kept.Write(0, [1, 2, 3], 0, 3));
        Assert.True(kept.Close());
        IFlashFile greedy = flash.Open("greedy")!;
        int written = 0;
        while (greedy.Write(written * sector.Length, sector, 0, sector.Length)) written++;

        Assert.InRange(written, 8, 12);
        Assert.False(greedy.Close());
        flash.Reboot();
        Assert.Equal(0, flash.Open("greedy")!.Length);
        Assert.Equal(3, flash.Open("kept")!.Length);
    }

    [Fact]
    public void A_file_has_one_opener_and_a_handle_dies_with_the_power()
    {
        LittlefsFlash flash = new LittlefsDrive(16, 1).Folder("c");
        IFlashFile file = flash.Open("one")!;

        Assert.Null(flash.Open("one"));
        Assert.False(flash.Delete("one"));
        flash.CutPower();
        Assert.Throws<PowerCutException>(() => flash.Open("two"));
        flash.Reboot();
        Assert.Throws<PowerCutException>(() => file.Close());
        Assert.NotNull(flash.Open("one"));
    }

    [Fact]
    public void Opening_alone_writes_a_commit_and_a_new_file_takes_two()
    {
        LittlefsDrive drive = new(64, 1);
        LittlefsFlash flash = drive.Folder("c");
        Assert.True(flash.Open("a")!.Close());
        long before = drive.Chip.Operations;

        Assert.True(flash.Open("b")!.Close());
        Assert.Equal(before + 2, drive.Chip.Operations);
        Assert.True(flash.Open("b")!.Close());
        Assert.Equal(before + 3, drive.Chip.Operations);
    }

    [Fact]
    public void The_root_moves_off_its_fixed_sectors_when_they_are_worn()
    {
        LittlefsDrive drive = new(32, 1);
        IFlashFile first = drive.Folder("").Open("a.sys")!;
        Assert.True(first.Write(0, [7], 0, 1));
        Assert.True(first.Close());
        for (int i = 0; i < 40_000; i++) Assert.True(drive.Folder("").Open("b.sys")!.Close());

        output.WriteLine($"erases by sector: {string.Join(' ', drive.Chip.ErasesBySector)}");
        Assert.InRange(drive.Chip.ErasesBySector.Max(), 100, 2 * Geometry.BlockCycles);
        drive.Reboot();
        byte[] read = new byte[1];
        Assert.Equal(1, drive.Folder("").Open("a.sys")!.Read(0, read, 0, 1));
        Assert.Equal(7, read[0]);
    }

    [Fact]
    public void Wear_is_spread_over_the_drive_by_going_round_it()
    {
        LittlefsDrive drive = new(64, 3);
        UnalignedLog log = new(drive.Folder("dcb/c"), segments: 1);
        for (int i = 0; i < 20_000; i++) log.Insert();

        double mean = drive.Chip.Erases / 64.0;
        output.WriteLine($"erases a sector: mean {mean:0}, most {drive.Chip.ErasesBySector.Max()}, least {drive.Chip.ErasesBySector.Min()}");
        Assert.InRange(drive.Chip.ErasesBySector.Max(), mean, 2 * mean);
    }

    private static long Operations(ulong seed, int steps)
    {
        FileScript script = new(new LittlefsDrive(32, seed), seed) { SizeMax = 12_000 };
        for (int step = 0; step < steps; step++) script.Step();
        return script.Drive.Chip.Operations;
    }

    private static void Replay(ulong seed, int steps, long cut, NorCut mode)
    {
        FileScript script = new(new LittlefsDrive(32, seed), seed) { SizeMax = 12_000 };
        script.Drive.Chip.CutAtOperation = cut;
        script.Drive.Chip.Cut = mode;
        try
        {
            for (int step = 0; step < steps; step++) script.Step();
            Assert.Fail($"no cut at {cut}");
        }
        catch (PowerCutException)
        {
            script.Recover($"cut {cut}, {mode}");
        }

        for (int step = 0; step < 20; step++) script.Step();
        script.Reboot();
    }
}
