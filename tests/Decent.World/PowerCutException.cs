namespace Decent.World;

/// <summary>The power failed in the middle of an operation: whatever ran on that device runs no longer.</summary>
public sealed class PowerCutException() : Exception("the power failed");
