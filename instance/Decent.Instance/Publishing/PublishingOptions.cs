namespace Decent.Instance.Publishing;

/// <summary>Bounds of publishing.</summary>
public sealed class PublishingOptions
{
    /// <summary>
    /// Publications of one tenant under way or waiting, 1 to 10,000; more are answered <see cref="PublishOutcome.Busy"/>.
    /// Default 64: seconds of work for small files.
    /// </summary>
    public int QueueMax { get; init; } = 64;

    /// <summary>
    /// Resources that one call may publish, 1 to 1,000,000; more are refused. Default 250,000: the daemon needs about 2 KB of memory for each
    /// while it lasts, and 20 bytes for each small block.
    /// </summary>
    public int BatchMax { get; init; } = 250_000;
}
