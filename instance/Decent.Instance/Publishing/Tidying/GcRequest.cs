namespace Decent.Instance.Publishing.Tidying;

/// <summary>How to tidy.</summary>
public sealed record GcRequest
{
    /// <summary>Hours that something must have been unreachable to be removed, 0 and more.</summary>
    public required double OlderThanHours { get; init; }

    /// <summary>Whether to say only what there is.</summary>
    public bool DryRun { get; init; }
}
