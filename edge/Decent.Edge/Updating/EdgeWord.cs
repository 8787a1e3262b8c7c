namespace Decent.Edge.Updating;

/// <summary>What the running edge says of itself.</summary>
/// <param name="Process">Its process: another one is another start.</param>
/// <param name="IsOnMains">Whether mains is there, as far as anybody told it.</param>
public sealed record EdgeWord(int Process, bool IsOnMains);
