namespace Decent.Edge.Control;

/// <summary>What emptying the cache freed, in bytes.</summary>
public sealed record ClearAnswer(long Freed);
