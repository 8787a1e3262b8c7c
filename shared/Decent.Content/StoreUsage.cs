namespace Decent.Content;

/// <summary>What a store holds: whole objects, their bytes, their small blocks, and the manifests and heads outside the budget.</summary>
public readonly record struct StoreUsage(long Objects, long Bytes, long Blocks, long Manifests, long Heads)
{
    /// <summary>Bytes of the files being downloaded, counted at their full size; they are inside the budget too.</summary>
    public long PartialBytes { get; init; }
}
