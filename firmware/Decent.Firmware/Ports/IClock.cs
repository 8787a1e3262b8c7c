namespace Decent.Firmware.Ports
{
    /// <summary>Two clocks: one that only runs forward, one that may be unknown or wrong.</summary>
    public interface IClock
    {
        /// <summary>Milliseconds of a clock that never steps.</summary>
        long NowMs { get; }

        /// <summary>Seconds since 1970; 0 as long as nobody told.</summary>
        ulong WallSeconds { get; }
    }
}
