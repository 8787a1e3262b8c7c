using Decent.Firmware.Tests.Fakes;
using Decent.Peer.Availability;
using Decent.Protocol;
using Decent.Protocol.Frames;
using static Decent.Firmware.Tests.Fakes.RunLogs;

namespace Decent.Firmware.Tests;

/// <summary>What the log of runs is when its drive refuses, tears or has no more room.</summary>
public sealed class AvailabilityLogFlashTests
{
    [Fact]
    public void A_record_that_the_drive_refused_is_not_handed_out_and_the_next_one_takes_its_number()
    {
        var flash = new RamFlash();
        var log = Start(flash, 0);
        flash.Broken = true;
        Assert.False(log.Stop(10_000, 0));
        flash.Broken = false;
        Assert.Equal([RunRecord.Start], Records(log, 0).Select(r => r.Type));
        Assert.Equal(1u, log.Pending);
        log.Tick(20_000, 1_800_000_000);
        // A cut now finds what was handed out.
        var told = Records(log, 0);
        Assert.Equal([(RunRecord.Start, 1u, 0u), (RunRecord.Sync, 2u, 20u)], told.Select(r => (r.Type, r.Sequence, r.RunSeconds)));
        var after = Records(Start(flash.Reboot(), 0), 0);
        Assert.Equal(told.Select(r => (r.Type, r.Sequence, r.RunSeconds)), after.Take(2).Select(r => (r.Type, r.Sequence, r.RunSeconds)));
        Assert.Equal(new ByteReader(flash.Bytes("log0"), 28, 4).U32(), told[1].Chain);
    }

    [Fact]
    public void A_first_wall_time_that_the_drive_refused_is_noted_at_the_next_heartbeat()
    {
        var flash = new RamFlash();
        var log = Start(flash, 0);
        flash.Broken = true;
        for (var nowMs = 1_000; nowMs < 50_000; nowMs += 50) log.Tick(nowMs, 1_800_000_000);
        Assert.Equal(1u, log.FlashFailures);
        flash.Broken = false;
        for (var nowMs = 50_000; nowMs < 70_000; nowMs += 50) log.Tick(nowMs, 1_800_000_000);
        Assert.Equal([(RunRecord.Start, 0, 0u), (RunRecord.Sync, 1, 61u)], Records(log, 0).Select(r => (r.Type, (int)r.ClockQuality, r.RunSeconds)));
    }

    [Fact]
    public void Records_that_make_room_before_they_are_acknowledged_are_counted()
    {
        var flash = new RamFlash();
        var log = Start(flash, 0, files: 2);
        for (var i = 0; i < 29; i++) Assert.True(log.Stop(i, 0));
        Assert.Equal((0u, 30u), (log.Overwritten, log.Pending));
        log.Stop(30, 0);
        log.Stop(31, 0);
        Assert.Equal((2u, 30u), (log.Overwritten, log.Pending));
        log.Acknowledge(32);
        for (var i = 0; i < 30; i++) log.Stop(32 + i, 0);
        Assert.Equal(2u, log.Overwritten);
        log.Stop(90, 0);
        Assert.Equal(3u, log.Overwritten);
    }

    [Theory]
    [InlineData(Cut.Before)]
    [InlineData(Cut.Torn)]
    [InlineData(Cut.After)]
    public void A_torn_heartbeat_leaves_the_one_before_and_a_lost_run_is_as_long_as_that(Cut cut)
    {
        var cuts = 0;
        for (var reached = true; reached; cuts++)
        {
            var flash = new RamFlash().Reboot(cuts + 1, cut);
            var minutes = -1;
            try
            {
                var log = Start(flash, 0);
                for (minutes = 0; minutes < 5; minutes++) log.Tick((minutes + 1) * 60_000, 0);
                reached = false;
            }
            catch (PowerCutException)
            {
                // A cut in the start itself may come before there is a run.
                if (minutes < 0) continue;
            }

            var lost = Records(Start(flash.Reboot(), 0), 0).Single(r => r.Type == RunRecord.Lost);
            Assert.InRange(lost.RunSeconds, (uint)minutes * 60, (uint)Math.Min(5, minutes + 1) * 60);
            Assert.Equal(1u, lost.Run);
        }

        Assert.InRange(cuts, 15, 60);
    }

    [Fact]
    public void A_drive_that_refuses_stops_the_start()
    {
        Assert.False(new AvailabilityLog(new AvailabilityOptions(), new RamFlash { Broken = true }).Start(0, 0));
    }
}
