namespace Decent.Instance.Tests;

/// <summary>A wall clock that tests set; its timers are real.</summary>
public sealed class SettableTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
