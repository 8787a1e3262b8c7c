namespace Decent.Edge.Power;

/// <summary>How the run before ended, as row and marker say.</summary>
/// <param name="IsClean">Both are there and agree, or there was no run before.</param>
/// <param name="Reason">Otherwise, as half a sentence.</param>
public sealed record StopFinding(bool IsClean, string Reason);
