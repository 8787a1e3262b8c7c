using System.Diagnostics;
using Decent.Peer;
using Decent.Peer.Ports;
using Decent.World.Caching;
using Decent.World.Littlefs;

namespace Decent.Firmware.Tests.Littlefs;

/// <summary>What the research measured on the real littlefs, with the same chip and the same numbers; the model must come within 15 % of it.</summary>
public sealed class LittlefsFormatTests(ITestOutputHelper output)
{
    private const ulong Seed = 20_261_121;
    private const double Tolerance = 0.15;

    [Fact]
    public void The_model_reproduces_the_measured_formats()
    {
        Close(124.5, InPlace(sectors: 512, slots: 240, writes: 1_500), "one file in place, 240 slots on 512 sectors");
        Close(15.0, InPlace(sectors: 64, slots: 26, writes: 6_000), "one file in place, 26 slots on 64 sectors");
        Close(2.04, Unaligned(sectors: 512, segments: 5, writes: 6_000), "append segments, unaligned records");
        Close(1.21, Segments(skew: 1.0, requests: 100_000), "aligned log, Zipf 1.0, collection included");
        Close(1.13, Segments(skew: 0.8, requests: 100_000), "aligned log, Zipf 0.8, collection included");
    }

    [Fact]
    public void The_model_reproduces_what_small_files_cost()
    {
        Close(1.09, Slots(perFolder: 256, bytes: 4096, slots: 256, writes: 3_000), "256 slot files in one folder");
        Close(1.13, Slots(perFolder: 16, bytes: 4096, slots: 256, writes: 3_000), "256 slot files, 16 in a folder");
        Close(0.06, Slots(perFolder: 1, bytes: 32, slots: 1, writes: 20_000), "a heartbeat of 32 bytes, overwritten");
        Close(0.28, Ring(writes: 6_000), "32-byte records in a ring of 8 files of 480 bytes");
    }

    [Fact]
    public void The_model_takes_as_long_as_the_calibration_says()
    {
        LittlefsDrive drive = new(128, Seed);
        byte[] piece = new byte[1_000];
        double before = drive.Chip.BusyUs;
        for (int i = 0; i < 5; i++)
        {
            IFlashFile file = drive.Folder("").Open($"{i}.bin")!;
            for (int at = 0; at < 88_000; at += piece.Length) Assert.True(file.Write(at, piece, 0, piece.Length));
            Assert.True(file.Close());
        }

        double seconds = (drive.Chip.BusyUs - before) / 1e6;
        output.WriteLine($"5 files of 88,000 bytes: the research's model 5.61 s, this one {seconds:0.00} s; an ESP32 6.36 s");
        Assert.InRange(seconds, 5.61 * 0.95, 5.61 * 1.05);
    }

    private void Close(double measured, double modelled, string what)
    {
        output.WriteLine($"{what}: measured {measured:0.00} erases a write, model {modelled:0.00} ({modelled / measured - 1:+0.0 %;-0.0 %})");
        Assert.InRange(modelled, measured * (1 - Tolerance), measured * (1 + Tolerance));
    }

    private double InPlace(int sectors, int slots, int writes)
    {
        LittlefsDrive drive = new(sectors, Seed);
        InPlaceFile file = new(drive.Folder("dcb/c"), slots, new Rng(Seed));
        file.Fill();
        return Erases(drive, writes, file.Insert);
    }

    private double Unaligned(int sectors, int segments, int writes)
    {
        LittlefsDrive drive = new(sectors, Seed);
        UnalignedLog log = new(drive.Folder("dcb/c"), segments);
        return Erases(drive, writes, log.Insert);
    }

    private double Ring(int writes)
    {
        LittlefsDrive drive = new(512, Seed);
        return Erases(drive, writes, new RecordRingFiles(drive.Folder("dcb/j")).Insert);
    }

    private double Slots(int perFolder, int bytes, int slots, int writes)
    {
        LittlefsDrive drive = new(512, Seed);
        SmallFiles files = new(drive, slots, perFolder, bytes, new Rng(Seed));
        files.Fill();
        double erases = Erases(drive, writes, files.Insert);
        ModelTimes reads = new();
        for (int i = 0; i < 1_000; i++)
        {
            double at = drive.Chip.BusyUs;
            files.Read();
            reads.Add(drive.Chip.BusyUs - at);
        }

        output.WriteLine($"  read ms {reads}");
        return erases;
    }

    private double Segments(double skew, int requests)
    {
        LittlefsDrive drive = new(512, Seed);
        SegmentLog log = new(drive.Folder("dcb/c"), segments: 5, records: 88, capacity: 256);
        Popularity popularity = new(10_000, skew, new Rng(Seed));
        ModelTimes hits = new(), inserts = new();
        int warm = requests / 5;
        long before = 0, insertsBefore = 0;
        long began = Stopwatch.GetTimestamp();
        for (int i = 0; i < requests; i++)
        {
            if (i == warm) (before, insertsBefore) = (drive.Chip.Erases, log.Inserts);
            int key = popularity.Next();
            double at = drive.Chip.BusyUs;
            bool hit = log.TryRead(key);
            if (!hit) log.Insert(key);
            if (i >= warm) (hit ? hits : inserts).Add(drive.Chip.BusyUs - at);
        }

        output.WriteLine($"  hit ratio {hits.Count / (double)(requests - warm):0.0 %}, hit ms {hits}, insert ms {inserts}, "
            + $"{Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s for {requests:N0} requests");
        return (drive.Chip.Erases - before) / (double)(log.Inserts - insertsBefore);
    }

    private double Erases(LittlefsDrive drive, int writes, Action write)
    {
        long before = drive.Chip.Erases;
        ModelTimes times = new();
        for (int i = 0; i < writes; i++)
        {
            double at = drive.Chip.BusyUs;
            write();
            times.Add(drive.Chip.BusyUs - at);
        }

        output.WriteLine($"  write ms {times}");
        return (drive.Chip.Erases - before) / (double)writes;
    }
}
