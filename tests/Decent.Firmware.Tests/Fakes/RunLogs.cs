using Decent.Peer.Availability;
using Decent.Protocol.Frames;

namespace Decent.Firmware.Tests.Fakes;

/// <summary>Logs of runs, and what they hand out.</summary>
internal static class RunLogs
{
    public static AvailabilityLog Start(RamFlash flash, long nowMs, int files = 8)
    {
        var log = new AvailabilityLog(new AvailabilityOptions { LogFiles = files }, flash);
        Assert.True(log.Start(nowMs, 0));
        return log;
    }

    public static List<RunRecord> Records(AvailabilityLog log, uint after)
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
