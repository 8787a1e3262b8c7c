using Decent.Content;
using Decent.Instance.Git;

namespace Decent.Instance.Index;

/// <summary>
/// Brings the journal of shards back whose versions were read from branches' tips: each branch is walked back as far as the journal goes, which is
/// <see cref="Content.Shards.ShardChange.Kept"/> versions of a shard whatever there is behind them.
/// </summary>
internal sealed class JournalRefill(VersionIndex index)
{
    // Memory: as many versions as a journal has for each, at most.
    private const int PieceBranches = 512;

    /// <summary>Completes the journal of these shards as far as one tenant's branches can; cheap for a journal that is complete.</summary>
    /// <exception cref="GitException">Git cannot read the repository.</exception>
    public async Task RunAsync(TenantRepository tenant, IReadOnlyCollection<int> shards, CancellationToken ct)
    {
        var journal = index.Shards.Journal;
        foreach (var piece in shards.SelectMany(shard => journal.Incomplete(tenant.Tenant, shard)).Chunk(PieceBranches))
        {
            var past = new List<ResourceVersion>();
            var before = new long[piece.Length];
            Array.Fill(before, long.MaxValue);
            await tenant.Content.WalkAsync([.. piece.Select(tip => tip.Commit)], (i, commit, bytes) =>
            {
                var (id, tip, above) = piece[i];
                // Counts fall on the way back: a history where they do not was not written by this program, and has no end that we know.
                if (!TryRead(id, commit, bytes, out var version) || version!.ShardCount <= above || version.ShardCount >= before[i])
                    return false;
                before[i] = version.ShardCount;
                if (!commit.AsSpan().SequenceEqual(tip))
                    past.Add(version);
                return true;
            }, ct);
            journal.Add(past);
        }
    }

    private static bool TryRead(ResourceId id, byte[] commit, byte[]? bytes, out ResourceVersion? version)
    {
        version = null;
        return bytes is not null && VersionTrailers.TryRead(id, commit, bytes, out version);
    }
}
