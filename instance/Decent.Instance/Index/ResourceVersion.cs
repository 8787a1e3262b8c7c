using Decent.Content;

namespace Decent.Instance.Index;

/// <summary>A version of a resource as its commit has it; the index keeps the newest one of each.</summary>
/// <param name="Head">What is told to everybody.</param>
/// <param name="ShardCount">Write count of the resource's shard after this version.</param>
/// <param name="Origin">Id of the instance that made the version.</param>
public sealed record ResourceVersion(Head Head, long ShardCount, string Origin)
{
    /// <summary>Label of the version whose content this one brought back; null for none. Stands in the commit alone: the index does not keep it.</summary>
    public string? Restores { get; init; }
}
