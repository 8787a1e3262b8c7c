using Decent.Firmware.Host.Faults;
using Decent.Firmware.Ports;

namespace Decent.Firmware.Host.Ports;

/// <summary>The clocks of this machine as a board has them: no time of day before SNTP, and one that may step.</summary>
public sealed class HostClock(TimeProvider time, BoardFaults faults) : IClock
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>Milliseconds since this object was made; never steps.</summary>
    public long NowMs => (long)time.GetElapsedTime(_start).TotalMilliseconds;

    /// <inheritdoc />
    public ulong WallSeconds
    {
        get
        {
            var nowMs = NowMs;
            if (faults.SntpAfterMs is not { } sntpMs || nowMs < sntpMs) return 0;
            var jump = nowMs >= faults.ClockJumpAtMs ? faults.ClockJumpSeconds : 0;
            return (ulong)Math.Max(0, time.GetUtcNow().ToUnixTimeSeconds() + jump);
        }
    }
}
