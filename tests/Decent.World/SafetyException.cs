namespace Decent.World;

/// <summary>Something happened in the world that must never happen.</summary>
public sealed class SafetyException(string what) : Exception(what);
