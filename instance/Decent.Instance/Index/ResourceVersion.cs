using Decent.Content;

namespace Decent.Instance.Index;

/// <summary>The newest version of a resource as the index has it.</summary>
/// <param name="Head">What is told to everybody.</param>
/// <param name="ShardCount">Write count of the resource's shard after this version.</param>
/// <param name="Origin">Id of the instance that made the version.</param>
public sealed record ResourceVersion(Head Head, long ShardCount, string Origin);
