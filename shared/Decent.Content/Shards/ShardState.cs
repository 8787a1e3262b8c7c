namespace Decent.Content.Shards;

/// <summary>How a shard is at one moment.</summary>
/// <param name="Shard">0 to 32,767.</param>
/// <param name="Count">Versions written to it so far.</param>
/// <param name="Node">How many resources it has, and its hash.</param>
/// <param name="Time">UTC time of its newest version; null when it never had one.</param>
public sealed record ShardState(int Shard, long Count, ShardNode Node, DateTimeOffset? Time);
