namespace Decent.Edge.Scrubbing;

/// <summary>How what is held is read again.</summary>
public sealed class ScrubOptions
{
    /// <summary>In this time everything is read once. Default 7 days: a card shows what it loses long before, and wears by no write.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Slowest rate, in bytes a second, 1 or more. Default 64,000: 2 GB in 9 hours, so that an edge that runs in the evenings gets through.</summary>
    public long BytesPerSecondMin { get; init; } = 64_000;

    /// <summary>Fastest rate, in bytes a second. Default 2 MB/s: a tenth of what a slow card reads.</summary>
    public long BytesPerSecondMax { get; init; } = 2_000_000;

    /// <summary>Bytes of one read at most; at least 1 MiB, a large leaf. Default that.</summary>
    public int ReadBytes { get; init; } = 1 << 20;

    /// <summary>Until what could not be repaired is tried again. Default 10 minutes.</summary>
    public TimeSpan RepairPause { get; init; } = TimeSpan.FromMinutes(10);
}
