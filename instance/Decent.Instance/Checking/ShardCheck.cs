using Decent.Instance.Index;

namespace Decent.Instance.Checking;

/// <summary>Shards over all tenants: counts without gaps and each once, a journal that has what git has, and rows that follow from their versions.</summary>
public sealed class ShardCheck(VersionIndex index)
{
    /// <summary>Checks all shards.</summary>
    /// <param name="counts">Write counts when the run began, before any branch was read.</param>
    /// <param name="tally">The versions that git has.</param>
    internal void Run(IReadOnlyDictionary<int, long> counts, FsckTally tally)
    {
        foreach (var (shard, count) in counts)
            Count(shard, count, tally.ShardCounts.GetValueOrDefault(shard) ?? [], tally.Findings);
        foreach (var (shard, what) in index.Shards.Faults())
            tally.Findings.Add(FindingKind.Shard, "", $"The index says of shard {shard} what its versions do not ({what}): 'decent-instance reindex' makes it "
                + "right.");
    }

    private void Count(int shard, long count, List<long> written, Findings findings)
    {
        var known = written.Where(n => n <= count).Order().ToList();
        var distinct = known.Distinct().ToList();
        if (distinct.Count < known.Count)
            findings.Add(FindingKind.Shard, "", $"Shard {shard} has two versions with one count, {Twice(known)}: a branch was written by hand, or an older "
                + "program let it happen. Nothing is lost and nothing need be done: nodes fetch such a shard whole.");
        if (distinct.Count < count)
            findings.Add(FindingKind.Shard, "", $"Shard {shard} counts {count} writes and git has {distinct.Count} of them: branches were deleted or moved "
                + "back. A backup has them; without one 'decent-instance reindex' counts what is there.");
        var journal = index.Shards.Journal.Changes(shard, 0).Select(change => change.ShardCount).ToHashSet();
        if (journal.Count > 0 && known.Any(n => n > journal.Max() - Content.Shards.ShardChange.Kept && !journal.Contains(n)))
            findings.Add(FindingKind.Shard, "", $"The journal of shard {shard} lacks versions that git has: 'decent-instance reindex' brings them back.");
    }

    private static long Twice(List<long> sorted) => sorted.Where((n, i) => i > 0 && n == sorted[i - 1]).First();
}
