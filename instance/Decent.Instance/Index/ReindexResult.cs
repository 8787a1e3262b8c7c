namespace Decent.Instance.Index;

/// <summary>What a new index holds.</summary>
/// <param name="Resources">Resources.</param>
/// <param name="Lost">Resources whose acknowledged version git does not have; the log names them.</param>
public sealed record ReindexResult(long Resources, int Lost);
