namespace Decent.Instance.Index;

/// <summary>How far the making of a new index is.</summary>
/// <param name="Resources">Resources in it.</param>
/// <param name="ResourcesTotal">Resources that there are.</param>
public readonly record struct ReindexProgress(long Resources, long ResourcesTotal);
