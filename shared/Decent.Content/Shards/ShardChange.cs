namespace Decent.Content.Shards;

/// <summary>One write to a shard.</summary>
/// <param name="ShardCount">The shard's count after it: the first write is 1.</param>
/// <param name="Entry">The version written.</param>
/// <param name="Time">UTC time of the version.</param>
public sealed record ShardChange(long ShardCount, ShardEntry Entry, DateTimeOffset Time)
{
    /// <summary>Changes of a shard that are remembered.</summary>
    public const int Kept = 64;
}
