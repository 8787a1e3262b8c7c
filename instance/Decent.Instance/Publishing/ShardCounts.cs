using System.Collections.Concurrent;
using Decent.Instance.Index;

namespace Decent.Instance.Publishing;

/// <summary>
/// Which count a shard's next version gets: one above the index, and above a branch that has moved while its publication failed before the index knew.
/// That one's own tenant mends it, and others must not get its count meanwhile. Asked and told inside the gate of the shard's group.
/// </summary>
public sealed class ShardCounts(VersionIndex index)
{
    private readonly ConcurrentDictionary<int, long> _moved = new();

    /// <summary>Count of the next version.</summary>
    /// <param name="shard">0 to 32,767.</param>
    public long Next(int shard) => Math.Max(index.ShardCount(shard), _moved.GetValueOrDefault(shard)) + 1;

    /// <summary>A branch names a version with this count.</summary>
    public void Moved(int shard, long count) => _moved[shard] = count;

    /// <summary>The index has it, and so whatever was counted before it.</summary>
    public void Indexed(int shard) => _moved.TryRemove(shard, out _);
}
