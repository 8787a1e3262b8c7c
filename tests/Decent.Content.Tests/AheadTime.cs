namespace Decent.Content.Tests;

/// <summary>The system's clocks, put ahead as far as a test says.</summary>
internal sealed class AheadTime : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;

    public override long GetTimestamp() => base.GetTimestamp() + (long)(Ahead.TotalSeconds * TimestampFrequency);
}
