using System.Collections.Concurrent;
using Decent.Content;
using Decent.Instance.Git;

namespace Decent.Instance.Index;

/// <summary>
/// Makes everything derived agree with the branches again: the index, the ledger and the heads and manifests of the content store.
/// Runs at a start, and after a publication that failed half way.
/// </summary>
public sealed class Replay(VersionIndex index, Ledger ledger, ContentStore content, ILogger<Replay> log)
{
    private readonly ConcurrentDictionary<string, bool> _foreign = new();

    /// <summary>Whether a replay since the start found a branch below <c>r/</c> of which the index does not have what git has.</summary>
    public bool HasForeign(string tenant) => _foreign.ContainsKey(tenant);

    /// <summary>Replays one tenant. The caller is the tenant's only writer meanwhile.</summary>
    /// <returns>What was found out of step.</returns>
    /// <exception cref="GitException">Git cannot read the repository.</exception>
    public async Task<ReplayResult> RunAsync(TenantRepository tenant, CancellationToken ct)
    {
        var known = index.OfTenant(tenant.Tenant).ToDictionary(v => v.Head.Id);
        var (moved, present) = await MovedAsync(tenant, known, ct);
        var read = await ReadAsync(tenant, moved, ct);
        var gone = known.Keys.Where(id => !present.Contains(id)).ToList();
        if (read.Count > 0 || gone.Count > 0)
        {
            index.Put(read, gone);
            log.Replayed(tenant.Tenant, read.Count, gone.Count);
        }
        var now = index.OfTenant(tenant.Tenant);
        var lost = Reconcile(tenant, now);
        await RestoreHeadsAsync(tenant, now, ct);
        return new ReplayResult([.. read.Select(v => v.Head)], lost);
    }

    private async Task<(List<(ResourceId Id, string Commit)> Moved, HashSet<ResourceId> Present)> MovedAsync(
        TenantRepository tenant, Dictionary<ResourceId, ResourceVersion> known, CancellationToken ct)
    {
        var moved = new List<(ResourceId, string)>();
        var present = new HashSet<ResourceId>();
        await tenant.Content.ListBranchesAsync("r/", (branch, commit) =>
        {
            if (!ResourceId.TryFromBranch(tenant.Tenant, branch, out var id))
            {
                Foreign(tenant.Tenant, branch, commit);
                return;
            }
            present.Add(id);
            if (!known.TryGetValue(id, out var version) || Convert.ToHexStringLower(version.Head.Commit) != commit)
                moved.Add((id, commit));
        }, ct);
        return (moved, present);
    }

    private async Task<List<ResourceVersion>> ReadAsync(TenantRepository tenant, List<(ResourceId Id, string Commit)> moved, CancellationToken ct)
    {
        var read = new List<ResourceVersion>(moved.Count);
        await tenant.Content.ReadObjectsAsync([.. moved.Select(m => m.Commit)], (i, bytes) =>
        {
            var (id, commit) = moved[i];
            if (VersionTrailers.TryRead(id, Convert.FromHexString(commit), bytes, out var version))
                read.Add(version!);
            else
                Foreign(tenant.Tenant, id.Branch, commit);
        }, ct);
        return read;
    }

    private void Foreign(string tenant, string branch, string commit)
    {
        _foreign[tenant] = true;
        log.Foreign(tenant, branch, commit);
    }

    /// <summary>Acknowledges what reached its commit point without it, and counts what was acknowledged and is no more.</summary>
    private int Reconcile(TenantRepository tenant, IReadOnlyList<ResourceVersion> now)
    {
        var acknowledged = ledger.OfTenant(tenant.Tenant).ToDictionary(e => e.Id);
        foreach (var head in now.Select(v => v.Head))
        {
            if (!acknowledged.Remove(head.Id.Text, out var entry) || entry.Count < head.Count)
                ledger.Put(head);
            else if (entry.Commit != Convert.ToHexStringLower(head.Commit))
                acknowledged.Add(entry.Id, entry);
        }
        foreach (var entry in acknowledged.Values)
            log.Lost(entry.Id, entry.Label, entry.Commit, tenant.Content.Folder);
        return acknowledged.Count;
    }

    private async Task RestoreHeadsAsync(TenantRepository tenant, IReadOnlyList<ResourceVersion> now, CancellationToken ct)
    {
        var without = now.Select(v => v.Head).Where(h => !content.TryGetManifest(h.Root, out _)).ToList();
        await tenant.Content.ReadObjectsAsync(
            [.. without.Select(h => $"{Convert.ToHexStringLower(h.Commit)}:{ResourceWriter.ManifestFile}")],
            (i, bytes) =>
            {
                if (Manifest.TryRead(bytes, out var manifest, out _) && manifest.Root == without[i].Root)
                    content.PutManifest(manifest);
            },
            ct);
        foreach (var head in now.Select(v => v.Head))
            if (!content.TryGetHead(head.Id, out var stored) || stored.Count < head.Count)
                content.PutHead(head);
    }
}
