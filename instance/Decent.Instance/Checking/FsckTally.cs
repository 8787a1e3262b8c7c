namespace Decent.Instance.Checking;

/// <summary>What one run has looked at and found.</summary>
internal sealed class FsckTally
{
    /// <summary>Findings.</summary>
    public Findings Findings { get; } = new();

    /// <summary>Branches of resources.</summary>
    public long Resources { get; set; }

    /// <summary>Commits whose trailers were read.</summary>
    public long Versions { get; set; }

    /// <summary>Small blocks whose bytes were read.</summary>
    public long Blocks { get; set; }

    /// <summary>For each shard the counts of its versions in git, of all tenants, in any order: 8 bytes a version.</summary>
    public Dictionary<int, List<long>> ShardCounts { get; } = [];

    /// <summary>Remembers a version's place in its shard.</summary>
    public void Count(int shard, long count)
    {
        Versions++;
        if (!ShardCounts.TryGetValue(shard, out var counts))
            ShardCounts[shard] = counts = [];
        counts.Add(count);
    }
}
