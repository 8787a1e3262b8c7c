namespace Decent.Instance.Publishing.Batches;

/// <summary>How far a batch is.</summary>
/// <param name="Phase">What it is doing.</param>
/// <param name="Resources">Resources done in this phase.</param>
/// <param name="ResourcesTotal">Resources of this phase.</param>
/// <param name="Bytes">Content bytes done in this phase.</param>
/// <param name="BytesTotal">Content bytes of this phase.</param>
public readonly record struct BatchProgress(BatchPhase Phase, long Resources, long ResourcesTotal, long Bytes, long BytesTotal);
