using Decent.Firmware.Host.Faults;
using Decent.Firmware.Host.Ports;

namespace Decent.Firmware.Tests.Host;

public sealed class HostClockTests
{
    private readonly HandTime _time = new();

    [Fact]
    public void The_time_of_day_is_unknown_until_sntp_has_answered()
    {
        var clock = new HostClock(_time, new BoardFaults());
        Assert.Equal((0L, 0ul), (clock.NowMs, clock.WallSeconds));
        _time.Ms = 1_999;
        Assert.Equal((1_999L, 0ul), (clock.NowMs, clock.WallSeconds));
        _time.Ms = 2_000;
        Assert.Equal(HandTime.StartSeconds + 2, clock.WallSeconds);
    }

    [Fact]
    public void Without_a_time_server_it_stays_unknown()
    {
        var clock = new HostClock(_time, new BoardFaults { SntpAfterMs = null });
        _time.Ms = 7L * 86_400_000;
        Assert.Equal((_time.Ms, 0ul), (clock.NowMs, clock.WallSeconds));
    }

    [Theory]
    [InlineData(86_400)]
    [InlineData(-86_400)]
    public void A_jump_moves_the_time_of_day_and_not_the_uptime(long seconds)
    {
        var clock = new HostClock(_time, new BoardFaults { SntpAfterMs = 0, ClockJumpSeconds = seconds, ClockJumpAtMs = 5_000 });
        _time.Ms = 4_999;
        Assert.Equal(HandTime.StartSeconds + 4, clock.WallSeconds);
        _time.Ms = 5_000;
        Assert.Equal((ulong)((long)HandTime.StartSeconds + 5 + seconds), clock.WallSeconds);
        Assert.Equal(5_000, clock.NowMs);
    }
}
