namespace Decent.Firmware.Tests.Host;

/// <summary>A machine's clocks, moved by hand.</summary>
internal sealed class HandTime : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    public long Ms { get; set; }

    public override long TimestampFrequency => 1_000;

    public static ulong StartSeconds => (ulong)Start.ToUnixTimeSeconds();

    public override long GetTimestamp() => Ms;

    public override DateTimeOffset GetUtcNow() => Start.AddMilliseconds(Ms);
}
