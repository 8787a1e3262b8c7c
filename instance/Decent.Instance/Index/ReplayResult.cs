namespace Decent.Instance.Index;

/// <summary>What a replay found out of step.</summary>
/// <param name="Replayed">Versions that git had and the index did not.</param>
/// <param name="Lost">Resources whose acknowledged version git does not have: damage that only a backup mends.</param>
public sealed record ReplayResult(int Replayed, int Lost);
