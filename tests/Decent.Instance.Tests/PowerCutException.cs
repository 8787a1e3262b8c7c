namespace Decent.Instance.Tests;

/// <summary>Nothing after this line ran.</summary>
public sealed class PowerCutException : Exception;
