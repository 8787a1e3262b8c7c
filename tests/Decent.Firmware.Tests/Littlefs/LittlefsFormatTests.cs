using System.Diagnostics;
using Decent.Peer;
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
        Close(1.22, Segments(skew: 1.0, requests: 100_000), "aligned log, Zipf 1.0, collection included");
        Close(1.13, Segments(skew: 0.8, requests: 100_000), "aligned log, Zipf 0.8, collection included");
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
