namespace Decent.Instance.Enrolment;

/// <summary>Who was approved.</summary>
public sealed record ApprovalReport
{
    /// <summary>Node name.</summary>
    public required string Name { get; init; }

    /// <summary>edge or board, by its own word.</summary>
    public required string Kind { get; init; }

    /// <summary>The code that its person sees.</summary>
    public required string Code { get; init; }

    /// <summary>Where it asked from; null unknown.</summary>
    public string? From { get; init; }
}
