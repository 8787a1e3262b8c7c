using Decent.Content.Shards;

namespace Decent.Instance.Index;

/// <summary>A shard's row.</summary>
/// <param name="Shard">0 to 32,767.</param>
/// <param name="Count">Versions written so far.</param>
/// <param name="TimeMs">Time of the newest.</param>
/// <param name="Changes">Rises with everything that happens to the shard.</param>
/// <param name="Kept">Its hash, when it was kept since.</param>
internal sealed record ShardRow(int Shard, long Count, long TimeMs, long Changes, ShardNode? Kept);
