using Decent.Firmware.Tests.Fakes;
using Decent.Protocol.Frames;

namespace Decent.Firmware.Tests.Host;

/// <summary>Real board processes whose wall clock is not what it should be, and what their log of runs says of it.</summary>
public sealed class ClockProcessTests : IDisposable
{
    private const long DaySeconds = 86_400;

    // A board that has the time before its first record needs no sync; on a busy machine that record may take many seconds.
    private const string SntpLate = "--sntp-after=20000";
    private RunRecord? _last;
    private readonly string _folder = Directory.CreateTempSubdirectory("decent-board-").FullName;
    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public ClockProcessTests() => _limit.CancelAfter(TimeSpan.FromSeconds(300));

    public void Dispose()
    {
        _limit.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_clock_that_jumps_is_told_of_and_a_step_back_is_marked()
    {
        await using var broker = await WatchedBroker.StartAsync(Path.Combine(_folder, "broker"), _limit.Token);
        var first = await RunAsync(broker, 1, RunRecord.Start, "--sntp-after=0");
        Assert.Equal((1, 0, 0L), (first.ClockQuality, first.Flags, DaysOff(first)));
        var back = await RunAsync(broker, 2, RunRecord.Sync, SntpLate, "--clock-jump=-86400");
        Assert.Equal((1, RunRecord.FlagSteppedBack, -1L), (back.ClockQuality, back.Flags, DaysOff(back)));
        var ahead = await RunAsync(broker, 3, RunRecord.Start, "--sntp-after=0", "--clock-jump=172800@0");
        Assert.Equal((1, 0, 2L), (ahead.ClockQuality, ahead.Flags, DaysOff(ahead)));
    }

    [Fact]
    public async Task A_board_knows_the_time_from_sntp_alone()
    {
        await using var broker = await WatchedBroker.StartAsync(Path.Combine(_folder, "broker"), _limit.Token);
        var late = await RunAsync(broker, 1, RunRecord.Sync, SntpLate);
        Assert.Equal((1, 0, 0L), (late.ClockQuality, late.Flags, DaysOff(late)));
        var start = await RunAsync(broker, 2, RunRecord.Start, "--sntp-after=86400000");
        Assert.Equal((0, 0ul), (start.ClockQuality, start.WallSeconds));
        var never = await RunAsync(broker, 3, RunRecord.Start, "--no-sntp");
        Assert.Equal((0, 0ul), (never.ClockQuality, never.WallSeconds));
        Assert.Equal((0, 0ul), (_last!.ClockQuality, _last.WallSeconds));
    }

    // One run until that record of it was heard, and its stop, which the board says itself.
    private async Task<RunRecord> RunAsync(WatchedBroker broker, uint run, byte type, params string[] more)
    {
        var config = Path.Combine(_folder, "board.config");
        Some.WriteBoard(config, broker.Address, "");
        using var board = await BoardProcess.StartAsync(config, Path.Combine(_folder, "flash"), "127.0.0.57", _limit.Token, more);
        var record = await broker.RecordAsync(r => r.Run == run && r.Type == type, _limit.Token);
        await board.StopAsync(_limit.Token);
        _last = await broker.RecordAsync(r => r.Run == run && r.Type == RunRecord.Stop, _limit.Token);
        return record;
    }

    // Whole days; what is off by more than two minutes beside them is none.
    private static long DaysOff(RunRecord record)
    {
        var seconds = (long)record.WallSeconds - TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var days = (long)Math.Round(seconds / (double)DaySeconds);
        Assert.InRange(seconds - days * DaySeconds, -120, 0);
        return days;
    }
}
