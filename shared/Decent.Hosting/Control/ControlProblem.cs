namespace Decent.Hosting.Control;

/// <summary>Why the daemon did not do it.</summary>
public sealed record ControlProblem
{
    /// <summary>A sentence that says what to do.</summary>
    public required string Message { get; init; }
}
