namespace Decent.Content.Shards;

/// <summary>How a group of 128 shards is at one moment.</summary>
/// <param name="Group">0 to 255.</param>
/// <param name="Writes">Versions written to it so far: the sequence of its deltas.</param>
/// <param name="Node">How many resources it has, and its hash: the group's root.</param>
public sealed record GroupState(int Group, long Writes, ShardNode Node);
