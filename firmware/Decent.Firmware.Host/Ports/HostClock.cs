using Decent.Firmware.Ports;

namespace Decent.Firmware.Host.Ports;

/// <summary>The clocks of this machine, whose wall clock is known from the start.</summary>
public sealed class HostClock(TimeProvider time) : IClock
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>Milliseconds since this object was made.</summary>
    public long NowMs => (long)time.GetElapsedTime(_start).TotalMilliseconds;

    /// <inheritdoc />
    public ulong WallSeconds => (ulong)Math.Max(0, time.GetUtcNow().ToUnixTimeSeconds());
}
