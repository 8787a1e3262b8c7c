namespace Decent.Nano;

/// <summary>What stands before a body. Length below 0: it is not told.</summary>
public sealed record HttpHead(int Status, long Length, string? Proof = null);
