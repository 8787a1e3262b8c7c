namespace Decent.Instance.Publishing;

/// <summary>Bounds of publishing.</summary>
public sealed class PublishingOptions
{
    /// <summary>
    /// Publications of one tenant under way or waiting, 1 to 10,000; more are answered <see cref="PublishOutcome.Busy"/>.
    /// Default 64: seconds of work for small files.
    /// </summary>
    public int QueueMax { get; init; } = 64;
}
