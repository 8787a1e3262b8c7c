using Decent.Content;
using Decent.Instance.Git;
using Decent.Instance.Index;

namespace Decent.Instance.Publishing.Batches;

/// <summary>The steps from checked files to acknowledged versions, all or none. Called by one writer per tenant.</summary>
public sealed class BatchCommit(
    VersionIndex index, Ledger ledger, HalfWay halfWay, ShardGates gates, ShardCounts counts, IPublishProbe probe, string instanceId, TimeProvider time)
{
    // Git's work for one small resource, five objects, as if it were content: for the time budget.
    private const int OverheadBytes = 4096;

    /// <summary>Writes those whose newest version has other content.</summary>
    /// <returns>The new versions.</returns>
    internal async Task<IReadOnlyList<Head>> WriteAsync(
        TenantRepository tenant, IReadOnlyList<BatchItem> items, IProgress<BatchProgress>? progress, CancellationToken ct)
    {
        await halfWay.MendAsync(tenant, ct);
        List<BatchItem> changed = [.. items.Where(item => item.IsNewerThan(index.Find(item.Id)?.Head))];
        if (changed.Count == 0)
            return [];
        var gate = new Gate();
        ImportedPack? pack = null;
        var moved = false;
        try
        {
            pack = await ImportAsync(tenant.Content, changed, gate, progress, ct);
            probe.Reached(BatchStep.Packed);
            await tenant.Content.MoveBranchesAsync(Moves(changed, pack), () => probe.Reached(BatchStep.Drafted), ct);

            // The commit point is behind us: from here on nobody's cancellation counts.
            moved = true;
            foreach (var item in changed)
                counts.Moved(item.Id.Shard, item.Entry.Version.ShardCount);
            probe.Reached(BatchStep.Moved);
            return Acknowledge(tenant, changed);
        }
        catch (Exception e)
        {
            halfWay.Mark(tenant.Tenant, $"{changed.Count} resources", e);
            if (!moved && e is OperationCanceledException or ContentRefusedException or GitException or IOException)
                TakeBack(tenant, pack);
            throw;
        }
        finally
        {
            gate.Held?.Dispose();
        }
    }

    /// <summary>
    /// Contents first, then commits: only these carry the shards' counts, so that other tenants wait for the second part alone and never for
    /// somebody's slow files.
    /// </summary>
    private Task<ImportedPack> ImportAsync(
        GitRepository repository, List<BatchItem> changed, Gate gate, IProgress<BatchProgress>? progress, CancellationToken ct)
    {
        var bytes = changed.Sum(item => item.File.Size + OverheadBytes);
        return repository.ImportManyAsync(async (import, inner) =>
        {
            var fed = new BatchCount(BatchPhase.Writing, changed, progress);
            foreach (var item in changed)
            {
                await item.FeedAsync(import, inner);
                fed.Add(item);
            }
            probe.Reached(BatchStep.Fed);
            gate.Held = await gates.EnterAsync(changed.Select(item => item.Id.Group), inner);
            var committed = new BatchCount(BatchPhase.Committing, changed, progress);
            var given = new Dictionary<int, long>();
            var now = time.GetUtcNow();
            foreach (var item in changed)
            {
                var shard = item.Id.Shard;
                given[shard] = given.TryGetValue(shard, out var count) ? count + 1 : counts.Next(shard);
                await item.CommitAsync(import, given[shard], now, instanceId, inner);
                committed.Add(item);
            }
        }, bytes, ct);
    }

    private static List<BranchMove> Moves(List<BatchItem> changed, ImportedPack pack)
    {
        if (pack.Commits.Count != changed.Count)
            throw new GitException($"git fast-import named {pack.Commits.Count} commits of {changed.Count}.");
        for (var i = 0; i < changed.Count; i++)
            changed[i].Commit(pack.Commits[i]);
        List<BranchMove> moves = [.. changed.Select(item => item.Move)];
        moves.Sort((a, b) => a.Branch.AsSpan().SequenceCompareTo(b.Branch));
        return moves;
    }

    private List<Head> Acknowledge(TenantRepository tenant, List<BatchItem> changed)
    {
        tenant.Content.SyncPackedRefs();
        probe.Reached(BatchStep.Synced);
        List<Head> heads = [.. changed.Select(item => item.Entry.Version.Head)];
        ledger.Put(heads);
        probe.Reached(BatchStep.Ledgered);
        index.Put(changed.Select(item => item.Entry), []);
        foreach (var item in changed)
            counts.Indexed(item.Id.Shard);
        probe.Reached(BatchStep.Indexed);
        return heads;
    }

    /// <summary>What was told to end ends without a trace; what was cut leaves drafts that the next start removes.</summary>
    private static void TakeBack(TenantRepository tenant, ImportedPack? pack)
    {
        pack?.Drop();
        tenant.Content.DropDrafts();
    }

    private sealed class Gate
    {
        public IDisposable? Held { get; set; }
    }
}
