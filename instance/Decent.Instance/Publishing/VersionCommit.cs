using Decent.Content;
using Decent.Instance.Git;
using Decent.Instance.Index;

namespace Decent.Instance.Publishing;

/// <summary>The steps from imported content to an acknowledged version. Called by one writer per tenant.</summary>
public sealed class VersionCommit(
    ResourceWriter writer, VersionIndex index, Ledger ledger, HalfWay halfWay, ShardGates gates, ShardCounts counts, IPublishProbe probe, string instanceId,
    TimeProvider time)
{
    /// <summary>Writes a version, unless the newest one has this very content.</summary>
    /// <param name="tenant">Its repositories.</param>
    /// <param name="id">The resource.</param>
    /// <param name="manifest">Its content, which the store holds.</param>
    /// <param name="restores">Label of the version that this one brings back; null for none.</param>
    /// <param name="ct">Honoured until the commit point.</param>
    /// <returns>The newest head, and whether it is new.</returns>
    public async Task<(Head Head, bool IsNew)> WriteAsync(
        TenantRepository tenant, ResourceId id, Manifest manifest, string? restores, CancellationToken ct)
    {
        await halfWay.MendAsync(tenant, ct);
        var previous = index.Find(id)?.Head;
        if (previous is not null && previous.Root == manifest.Root && previous.IsFolder == manifest.IsFolder)
            return (previous, false);
        using var gate = await gates.EnterAsync(id.Group, ct);
        try
        {
            return (await StepsAsync(tenant, id, manifest, previous, restores, ct), true);
        }
        catch (Exception e)
        {
            halfWay.Mark(tenant.Tenant, id.Text, e);
            throw;
        }
    }

    private async Task<Head> StepsAsync(
        TenantRepository tenant, ResourceId id, Manifest manifest, Head? previous, string? restores, CancellationToken ct)
    {
        var content = (manifest.Root, manifest.Size, manifest.IsFolder);
        var draft = NextVersion.After(id, content, previous, counts.Next(id.Shard), time.GetUtcNow(), instanceId) with { Restores = restores };
        var parent = previous is null ? null : Convert.ToHexStringLower(previous.Commit);
        var commit = await writer.WriteAsync(tenant.Content, draft, manifest, parent, ct);
        probe.Reached(PublishStep.Packed, id);

        // The commit point: from here on nobody's cancellation counts.
        await MoveAsync(tenant.Content, draft, commit, parent ?? GitRepository.NoCommit);
        probe.Reached(PublishStep.Moved, id);
        tenant.Content.SyncRefs(id.Branch);
        probe.Reached(PublishStep.Synced, id);

        var version = draft with { Head = draft.Head with { Commit = Convert.FromHexString(commit) } };
        ledger.Put(version.Head);
        probe.Reached(PublishStep.Ledgered, id);
        index.Put(version, VersionBlocks.Of(manifest));
        counts.Indexed(id.Shard);
        probe.Reached(PublishStep.Indexed, id);
        return version.Head;
    }

    private async Task MoveAsync(GitRepository repository, ResourceVersion draft, string commit, string parent)
    {
        var id = draft.Head.Id;
        try
        {
            await repository.MoveBranchAsync(id.Branch, commit, parent, CancellationToken.None);
        }
        catch (GitException)
        {
            // Git may have been done when it was killed for taking too long.
            if (await repository.TipAsync(id.Branch, CancellationToken.None) == commit)
                counts.Moved(id.Shard, draft.ShardCount);
            throw;
        }
        counts.Moved(id.Shard, draft.ShardCount);
    }
}
