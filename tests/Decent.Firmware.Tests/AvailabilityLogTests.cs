using Decent.Firmware.Tests.Fakes;
using Decent.Peer.Availability;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Firmware.Tests;

public sealed class AvailabilityLogTests
{
    [Theory]
    [InlineData(Cut.Before)]
    [InlineData(Cut.Torn)]
    [InlineData(Cut.After)]
    public void No_boot_counter_is_used_twice_whatever_operation_a_cut_hits(Cut cut)
    {
        var cuts = 0;
        for (var reached = true; reached; cuts++)
        {
            var flash = new RamFlash();
            HashSet<uint> used = [];
            reached = false;
            for (var boot = 0; boot < 12; boot++)
            {
                // The first boots fill the ring; the sixth meets the cut.
                flash = flash.Reboot(boot == 6 ? cuts + 1 : 0, cut);
                reached |= !Live(flash, used, stops: boot % 3 == 0);
            }

            Assert.True(used.Count >= 11);
        }

        Assert.InRange(cuts, 8, 100);
    }

    [Fact]
    public void A_run_that_ended_unseen_is_told_of_with_its_last_heartbeat()
    {
        var flash = new RamFlash();
        var first = Start(flash, 1_000);
        first.Tick(1_000 + 60_000, 0);
        first.Tick(1_000 + 119_999, 0);
        var second = Start(flash.Reboot(), 50);
        Assert.True(second.PreviousLost);
        var records = Records(second, 0);
        Assert.Equal([(RunRecord.Start, 1u, 0u), (RunRecord.Lost, 1u, 60u), (RunRecord.Start, 2u, 0u)], records.Select(r => (r.Type, r.Run, r.RunSeconds)));
        Assert.Equal([1u, 2u, 3u], records.Select(r => r.Sequence));
    }

    [Fact]
    public void A_run_that_ended_in_order_is_not_called_lost()
    {
        var flash = new RamFlash();
        var first = Start(flash, 0);
        Assert.True(first.Stop(90_500, 0));
        var second = Start(flash.Reboot(), 0);
        Assert.False(second.PreviousLost);
        Assert.Equal([RunRecord.Start, RunRecord.Stop, RunRecord.Start], Records(second, 0).Select(r => r.Type));
        Assert.Equal(90u, Records(second, 0)[1].RunSeconds);
    }

    [Fact]
    public void Each_record_carries_the_checksum_of_the_one_before()
    {
        var flash = new RamFlash();
        for (var i = 0; i < 5; i++)
        {
            Start(flash, 0).Stop(10, 0);
            flash = flash.Reboot();
        }

        var chunk = new LogChunk();
        Start(flash, 0).Copy(0, chunk);
        uint before = 0;
        for (var i = 0; i < chunk.Count; i++)
        {
            var record = new RunRecord();
            Assert.True(record.TryRead(chunk.Records, i * RunRecord.Bytes));
            Assert.Equal(before, record.Chain);
            before = new ByteReader(chunk.Records, i * RunRecord.Bytes + 28, 4).U32();
        }

        Assert.Equal(11, chunk.Count);
    }

    [Fact]
    public void Records_are_handed_out_in_chunks_until_they_are_acknowledged()
    {
        var flash = new RamFlash();
        for (var i = 0; i < 20; i++)
        {
            Start(flash, 0).Stop(10, 0);
            flash = flash.Reboot();
        }

        var log = Start(flash, 0);
        var chunk = new LogChunk();
        Assert.Equal(41u, log.Pending);
        Assert.Equal(24u, log.Copy(0, chunk));
        Assert.Equal(41u, log.Copy(24, chunk));
        Assert.Equal(17, chunk.Count);
        Assert.Equal(0u, log.Copy(41, chunk));
        log.Acknowledge(24);
        log.Acknowledge(1_000);
        Assert.Equal(17u, log.Pending);
        log.Tick(60_000, 0);
        Assert.Equal(19u, Start(flash.Reboot(), 0).Pending);
    }

    [Fact]
    public void A_full_ring_keeps_the_newest_records()
    {
        var flash = new RamFlash();
        for (var i = 0; i < 20; i++)
        {
            Start(flash, 0, records: 8).Stop(10, 0);
            flash = flash.Reboot();
        }

        Assert.Equal(Enumerable.Range(34, 8).Select(i => (uint)i), Records(Start(flash, 0, records: 8), 0).Select(r => r.Sequence));
    }

    [Fact]
    public void A_wall_clock_that_comes_late_is_noted_once_and_a_step_back_is_marked()
    {
        var flash = new RamFlash();
        var first = Start(flash, 0);
        first.Tick(5_000, 1_800_000_000);
        first.Tick(60_000, 1_800_000_055);
        first.Tick(61_000, 1_800_000_056);
        var second = Start(flash.Reboot(), 0);
        second.Tick(7_000, 1_700_000_000);
        var records = Records(second, 0);
        Assert.Equal([RunRecord.Start, RunRecord.Sync, RunRecord.Lost, RunRecord.Start, RunRecord.Sync], records.Select(r => r.Type));
        Assert.Equal([0, 1, 1, 0, 1], records.Select(r => (int)r.ClockQuality));
        Assert.Equal([0, 0, 0, 0, RunRecord.FlagSteppedBack], records.Select(r => r.Flags));
        Assert.Equal((1_800_000_055ul, 60u), (records[2].WallSeconds, records[2].RunSeconds));
    }

    [Fact]
    public void A_drive_that_refuses_stops_the_start()
    {
        Assert.False(new AvailabilityLog(new AvailabilityOptions(), new RamFlash { Broken = true }).Start(0, 0));
    }

    // False when the power failed.
    private static bool Live(RamFlash flash, HashSet<uint> used, bool stops)
    {
        try
        {
            var log = new AvailabilityLog(new AvailabilityOptions { Records = 8 }, flash);
            Assert.True(log.Start(0, 0));
            Assert.True(used.Add(log.Run), $"run {log.Run} twice");
            log.Tick(60_000, 0);
            log.Tick(120_000, 1_800_000_000);
            if (stops) log.Stop(130_000, 1_800_000_010);
            return true;
        }
        catch (PowerCutException)
        {
            return false;
        }
    }

    private static AvailabilityLog Start(RamFlash flash, long nowMs, int records = 120)
    {
        var log = new AvailabilityLog(new AvailabilityOptions { Records = records }, flash);
        Assert.True(log.Start(nowMs, 0));
        return log;
    }

    private static List<RunRecord> Records(AvailabilityLog log, uint after)
    {
        var chunk = new LogChunk();
        log.Copy(after, chunk);
        var records = new List<RunRecord>();
        for (var i = 0; i < chunk.Count; i++)
        {
            records.Add(new RunRecord());
            Assert.True(records[i].TryRead(chunk.Records, i * RunRecord.Bytes));
        }

        return records;
    }
}
