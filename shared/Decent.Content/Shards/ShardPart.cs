namespace Decent.Content.Shards;

/// <summary>One part of a shard as it is told to somebody who looks for a difference.</summary>
/// <param name="At">Hexadecimal digits that the digests in it begin with; empty for the whole shard.</param>
/// <param name="Node">How many resources are in it, and their hash.</param>
/// <param name="Parts">Its parts that are not empty, in order, each without parts of its own; null when <see cref="Entries"/> tells all.</param>
/// <param name="Entries">All its entries in order of digest; null when it has more than <see cref="ShardTree.ListedMax"/>.</param>
public sealed record ShardPart(string At, ShardNode Node, IReadOnlyList<ShardPart>? Parts, IReadOnlyList<ShardEntry>? Entries);
