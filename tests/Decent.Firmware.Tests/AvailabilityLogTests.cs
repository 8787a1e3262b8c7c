using Decent.Firmware.Tests.Fakes;
using Decent.Peer.Availability;
using Decent.Protocol;
using Decent.Protocol.Frames;
using static Decent.Firmware.Tests.Fakes.RunLogs;

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
            Start(flash, 0, files: 2).Stop(10, 0);
            flash = flash.Reboot();
        }

        var log = Start(flash, 0, files: 2);
        Assert.Equal(Enumerable.Range(12, 24).Select(i => (uint)i), Records(log, 0).Select(r => r.Sequence));
        Assert.Equal(Enumerable.Range(36, 6).Select(i => (uint)i), Records(log, 35).Select(r => r.Sequence));
    }

    [Fact]
    public void An_append_writes_one_file_of_at_most_480_bytes()
    {
        var flash = new RamFlash();
        var log = Start(flash, 0);
        for (var i = 0; i < 130; i++)
        {
            var before = flash.Operations;
            Assert.True(log.Stop(i, 0));
            // The first record of a file has read it before.
            Assert.Equal(i % 15 == 14 ? 3 : 2, flash.Operations - before);
        }

        Assert.All(Enumerable.Range(0, 8), i => Assert.Equal(480, flash.Bytes("log" + i).Length));
        Assert.Equal(12u, Records(log, 0)[0].Sequence);
    }

    [Fact]
    public void A_file_that_is_damaged_costs_its_own_records_and_no_number_is_used_twice()
    {
        var flash = new RamFlash();
        var log = Start(flash, 0);
        for (var i = 0; i < 40; i++) log.Stop(i, 0);
        log.Acknowledge(41);
        log.Tick(60_000, 0);
        Array.Fill(flash.Bytes("log2"), (byte)0x5A);
        var again = Start(flash.Reboot(), 0);
        Assert.Equal([42u], Records(again, 0).Select(r => r.Sequence));
        Assert.Equal(0u, Records(again, 0)[0].Chain);
    }

    [Fact]
    public void A_run_that_other_files_know_of_is_never_counted_again()
    {
        var log = new AvailabilityLog(new AvailabilityOptions(), new RamFlash());
        Assert.True(log.Start(0, 0, 17));
        Assert.Equal(18u, log.Run);
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
    public void A_clock_set_back_within_a_run_is_marked_and_one_set_forward_disturbs_nothing()
    {
        const ulong Noon = 1_800_000_000;
        var flash = new RamFlash();
        var log = Start(flash, 0);
        log.Tick(1_000, Noon);
        log.Tick(60_000, Noon + 59);
        log.Tick(3_700_000, Noon + 3_699 + 86_400);
        log.Tick(7_400_000, Noon + 7_399 + 86_400);
        log.Tick(11_100_000, Noon + 11_099);
        Assert.True(log.Stop(11_160_000, Noon + 11_159));
        var records = Records(log, 0);
        Assert.Equal([RunRecord.Start, RunRecord.Sync, RunRecord.Sync, RunRecord.Sync, RunRecord.Stop], records.Select(r => r.Type));
        Assert.Equal([0, 0, 0, RunRecord.FlagSteppedBack, 0], records.Select(r => r.Flags));
        Assert.Equal([0u, 1u, 3_700u, 11_100u, 11_160u], records.Select(r => r.RunSeconds));
        Assert.False(Start(flash.Reboot(), 0).PreviousLost);
    }

    [Fact]
    public void A_clock_that_is_set_every_minute_does_not_push_the_runs_out()
    {
        var log = Start(new RamFlash(), 0);
        for (var minute = 1; minute <= 600; minute++) log.Tick(minute * 60_000, minute % 2 == 0 ? 1_800_000_000u : 1_700_000_000u);
        var records = Records(log, 0);
        Assert.InRange(records.Count, 10, 12);
        Assert.Contains(records, r => r.Flags == RunRecord.FlagSteppedBack);
    }

    [Fact]
    public void A_step_back_is_found_even_behind_a_run_without_a_clock()
    {
        var flash = new RamFlash();
        Start(flash, 0).Tick(60_000, 1_800_000_000);
        var second = Start(flash.Reboot(), 0);
        second.Tick(60_000, 0);
        var third = Start(flash.Reboot(), 0);
        third.Tick(1_000, 1_700_000_000);
        Assert.Equal(RunRecord.FlagSteppedBack, Records(third, 0)[^1].Flags);
    }

    // False when the power failed.
    private static bool Live(RamFlash flash, HashSet<uint> used, bool stops)
    {
        try
        {
            var log = new AvailabilityLog(new AvailabilityOptions { LogFiles = 2 }, flash);
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
}
