using System.Collections.Concurrent;
using Decent.Content;
using Decent.Instance.Git;
using Decent.Instance.Index;

namespace Decent.Instance.Publishing;

/// <summary>The steps from imported content to an acknowledged version. Called by one writer per tenant.</summary>
public sealed class VersionCommit(
    ContentStore content, ResourceWriter writer, VersionIndex index, Ledger ledger, Replay replay, ShardGates gates,
    IPublishProbe probe, string instanceId, TimeProvider time, ILogger<VersionCommit> log)
{
    private readonly ConcurrentDictionary<string, bool> _halfWay = new();

    /// <summary>Writes a version, unless the newest one has this very content.</summary>
    /// <returns>The newest head, and whether it is new.</returns>
    public async Task<(Head Head, bool IsNew)> WriteAsync(TenantRepository tenant, ResourceId id, Manifest manifest, CancellationToken ct)
    {
        if (_halfWay.ContainsKey(tenant.Tenant))
            await ReplayAsync(tenant, ct);
        var previous = index.Find(id)?.Head;
        if (previous is not null && previous.Root == manifest.Root && previous.IsFolder == manifest.IsFolder)
            return (previous, false);
        using var gate = await gates.EnterAsync(id.Group, ct);
        try
        {
            return (await StepsAsync(tenant, Draft(id, manifest, previous), manifest, previous, ct), true);
        }
        catch (Exception e)
        {
            _halfWay[tenant.Tenant] = true;
            log.HalfWay(id.Text, e);
            throw;
        }
    }

    /// <summary>Brings everything derived back in step with the branches.</summary>
    public async Task<ReplayResult> ReplayAsync(TenantRepository tenant, CancellationToken ct)
    {
        tenant.Content.Sweep(log);
        var result = await replay.RunAsync(tenant, ct);
        _halfWay.TryRemove(tenant.Tenant, out _);
        return result;
    }

    private async Task<Head> StepsAsync(TenantRepository tenant, ResourceVersion draft, Manifest manifest, Head? previous, CancellationToken ct)
    {
        var id = draft.Head.Id;
        var parent = previous is null ? null : Convert.ToHexStringLower(previous.Commit);
        var commit = await writer.WriteAsync(tenant.Content, draft, manifest, parent, ct);
        probe.Reached(PublishStep.Packed, id);

        // The commit point: from here on nobody's cancellation counts.
        await tenant.Content.MoveBranchAsync(id.Branch, commit, parent ?? GitRepository.NoCommit, CancellationToken.None);
        probe.Reached(PublishStep.Moved, id);
        tenant.Content.SyncRefs(id.Branch);
        probe.Reached(PublishStep.Synced, id);

        var version = draft with { Head = draft.Head with { Commit = Convert.FromHexString(commit) } };
        ledger.Put(version.Head);
        probe.Reached(PublishStep.Ledgered, id);
        index.Put(version);
        probe.Reached(PublishStep.Indexed, id);
        content.PutHead(version.Head);
        probe.Reached(PublishStep.Headed, id);
        return version.Head;
    }

    private ResourceVersion Draft(ResourceId id, Manifest manifest, Head? previous)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        // A clock that was set back must not make a label twice.
        var when = previous is not null && previous.Time > now ? previous.Time : now;
        return new ResourceVersion(new Head
        {
            Id = id,
            Label = VersionLabel.After(previous?.Label, when, instanceId).ToString(),
            Commit = [],
            Root = manifest.Root,
            Size = manifest.Size,
            Count = (previous?.Count ?? 0) + 1,
            Time = when,
            IsFolder = manifest.IsFolder,
        }, index.ShardCount(id.Shard) + 1, instanceId);
    }
}
