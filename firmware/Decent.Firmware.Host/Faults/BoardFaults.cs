namespace Decent.Firmware.Host.Faults;

/// <summary>What goes wrong for one simulated board; all of it off by default but the time that SNTP takes, which a real board waits too.</summary>
public sealed class BoardFaults
{
    /// <summary>Exit code of a board whose power was cut.</summary>
    public const int CutExitCode = 3;

    /// <summary>Share of datagrams lost, each way, 0 to 100.</summary>
    public int LossPercent { get; init; }

    /// <summary>Milliseconds that every datagram takes longer, each way, 0 to 10,000.</summary>
    public int DelayMs { get; init; }

    /// <summary>Up to so many milliseconds more at random, 0 to 10,000; datagrams overtake each other within it.</summary>
    public int JitterMs { get; init; }

    /// <summary>The power fails at the start of the flash operation with this number, counted from 1 since the start of the process; 0: never.</summary>
    public long CutAfter { get; init; }

    /// <summary>Seconds by which the wall clock steps, forward or back.</summary>
    public long ClockJumpSeconds { get; init; }

    /// <summary>When it steps: milliseconds after the start.</summary>
    public long ClockJumpAtMs { get; init; }

    /// <summary>
    /// Milliseconds after the start until SNTP has set the wall clock, which is 0 before; null: never. Default 2,000, when nanoFramework first asks.
    /// </summary>
    public long? SntpAfterMs { get; init; } = 2_000;
}
