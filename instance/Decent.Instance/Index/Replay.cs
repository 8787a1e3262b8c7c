using System.Collections.Concurrent;
using System.Text;
using Decent.Content;
using Decent.Instance.Git;

namespace Decent.Instance.Index;

/// <summary>
/// Makes everything derived agree with the branches again: the index and the ledger. Runs at a start, and after a publication that failed half way.
/// Refs, index and ledger are each read once in order, side by side; what differs is read from git in pieces, so that memory does not grow with it.
/// </summary>
public sealed class Replay(VersionIndex index, Ledger ledger, ILogger<Replay> log)
{
    /// <summary>What the branches of resources begin with.</summary>
    public const string Branches = "r/";

    private const int PieceVersions = 2048;
    private readonly JournalRefill _refill = new(index);
    private readonly ConcurrentDictionary<string, bool> _foreign = new();

    /// <summary>Whether the last replay found a branch below <c>r/</c> of which the index does not have what git has.</summary>
    public bool HasForeign(string tenant) => _foreign.ContainsKey(tenant);

    /// <summary>Takes over what another replay found in the same repositories.</summary>
    internal void TakeForeign(Replay other)
    {
        foreach (var tenant in _foreign.Keys.Where(tenant => !other.HasForeign(tenant)))
            _foreign.TryRemove(tenant, out _);
        foreach (var tenant in other._foreign.Keys)
            _foreign[tenant] = true;
    }

    /// <summary>Replays one tenant. The caller is the tenant's only writer meanwhile.</summary>
    /// <param name="tenant">Its repositories.</param>
    /// <param name="replayed">Receives what git had and the index did not, piece by piece.</param>
    /// <exception cref="GitException">Git cannot read the repository.</exception>
    public async Task<ReplayResult> RunAsync(TenantRepository tenant, Func<IReadOnlyList<Head>, Task> replayed, CancellationToken ct)
    {
        var read = await CatchUpAsync(tenant, replayed, ct);
        return new ReplayResult(read, Reconcile(tenant));
    }

    /// <summary>Brings the index alone in step with the branches, which may go on moving.</summary>
    /// <param name="tenant">Its repositories.</param>
    /// <param name="replayed">Receives what git had and the index did not, piece by piece.</param>
    /// <returns>How many those were.</returns>
    /// <exception cref="GitException">Git cannot read the repository.</exception>
    public async Task<int> CatchUpAsync(TenantRepository tenant, Func<IReadOnlyList<Head>, Task> replayed, CancellationToken ct)
    {
        var (read, gone, foreign) = (0, 0, false);
        var shards = new HashSet<int>();
        foreach (var piece in Differences(tenant).Chunk(PieceVersions))
        {
            var entries = await ReadAsync(tenant, [.. Moved(tenant.Tenant, piece, Foreign)], Foreign, ct);
            var forgotten = Gone(tenant, piece).ToList();
            // A process that was killed may have moved them without this; they are about to be answered with and told of.
            if (entries.Count > 0)
                tenant.Content.SyncRefs();
            index.Put(entries, forgotten);
            await replayed([.. entries.Select(e => e.Version.Head)]);
            shards.UnionWith(entries.Select(e => e.Version.Head.Id.Shard));
            (read, gone) = (read + entries.Count, gone + forgotten.Count);
        }
        await _refill.RunAsync(tenant, shards, ct);
        if (!foreign)
            _foreign.TryRemove(tenant.Tenant, out _);
        if (read > 0 || gone > 0)
            log.Replayed(tenant.Tenant, read, gone);
        return read;

        // Never in the index, so that each replay finds it again.
        void Foreign(string branch, byte[] commit)
        {
            _foreign[tenant.Tenant] = foreign = true;
            log.Foreign(tenant.Tenant, branch, Convert.ToHexStringLower(commit));
        }
    }

    /// <summary>
    /// Acknowledges what reached its commit point without it, and counts what was acknowledged and is no more. Only while nobody writes and the index is
    /// in step.
    /// </summary>
    /// <returns>Resources whose acknowledged version is lost.</returns>
    public int Reconcile(TenantRepository tenant)
    {
        var lost = 0;
        var unacknowledged = new List<Head>();
        using var entries = ledger.Marks(tenant.Tenant).GetEnumerator();
        var more = entries.MoveNext();
        foreach (var mark in index.Marks(tenant.Tenant))
        {
            for (; more && entries.Current.Id.AsSpan().SequenceCompareTo(mark.Id) < 0; more = entries.MoveNext())
                lost += Lose(tenant, entries.Current);
            var isKnown = more && entries.Current.Id.AsSpan().SequenceEqual(mark.Id);
            if (!isKnown || entries.Current.Count < mark.Count)
                Acknowledge(tenant, mark, unacknowledged);
            else if (!entries.Current.Commit.AsSpan().SequenceEqual(mark.Commit))
                lost += Lose(tenant, entries.Current);
            more = isKnown ? entries.MoveNext() : more;
        }
        for (; more; more = entries.MoveNext())
            lost += Lose(tenant, entries.Current);
        Acknowledge(tenant, unacknowledged);
        return lost;
    }

    /// <summary>Branches whose commit the index does not have, and with no commit branches that only the index has; in order of branch.</summary>
    internal IEnumerable<BranchTip> Differences(TenantRepository tenant)
    {
        using var known = index.Branches(tenant.Tenant).GetEnumerator();
        var more = known.MoveNext();
        foreach (var tip in tenant.Content.ReadBranches(Branches))
        {
            for (; more && known.Current.Branch.AsSpan().SequenceCompareTo(tip.Branch) < 0; more = known.MoveNext())
                yield return known.Current with { Commit = [] };
            var isKnown = more && known.Current.Branch.AsSpan().SequenceEqual(tip.Branch);
            if (!isKnown || !known.Current.Commit.AsSpan().SequenceEqual(tip.Commit))
                yield return tip;
            more = isKnown ? known.MoveNext() : more;
        }
        for (; more; more = known.MoveNext())
            yield return known.Current with { Commit = [] };
    }

    private static IEnumerable<(ResourceId Id, byte[] Commit)> Moved(string tenant, BranchTip[] piece, Action<string, byte[]> foreign)
    {
        foreach (var (branch, commit) in piece.Where(tip => tip.Commit.Length > 0))
        {
            var name = Encoding.UTF8.GetString(branch);
            if (ResourceId.TryFromBranch(tenant, name, out var id))
                yield return (id, commit);
            else
                foreign(name, commit);
        }
    }

    private static IEnumerable<ResourceId> Gone(TenantRepository tenant, BranchTip[] piece)
    {
        foreach (var (branch, _) in piece.Where(tip => tip.Commit.Length == 0))
            if (ResourceId.TryFromBranch(tenant.Tenant, Encoding.UTF8.GetString(branch), out var id))
                yield return id;
    }

    private static async Task<List<IndexEntry>> ReadAsync(
        TenantRepository tenant, IReadOnlyList<(ResourceId Id, byte[] Commit)> moved, Action<string, byte[]> foreign, CancellationToken ct)
    {
        var read = new List<IndexEntry>(moved.Count);
        ResourceVersion? version = null;
        await tenant.Content.ReadObjectsAsync([.. moved.SelectMany(m => Objects(m.Commit))], (i, bytes) =>
        {
            var (id, commit) = moved[i / 2];
            if (i % 2 == 1 && version is not null)
                read.Add(new IndexEntry(version, BlocksOf(version, bytes)));
            else if (i % 2 == 0 && !VersionTrailers.TryRead(id, commit, bytes, out version))
                foreign(id.Branch, commit);
        }, ct);
        return read;
    }

    /// <summary>A version's commit and its manifest, as git takes their names.</summary>
    private static IEnumerable<string> Objects(byte[] commit)
    {
        var name = Convert.ToHexStringLower(commit);
        return [name, $"{name}:{ResourceWriter.ManifestFile}"];
    }

    private static VersionBlocks BlocksOf(ResourceVersion version, byte[]? bytes) =>
        Manifest.TryRead(bytes, out var manifest, out _) && manifest.Root == version.Head.Root ? VersionBlocks.Of(manifest) : VersionBlocks.None;

    private void Acknowledge(TenantRepository tenant, VersionMark mark, List<Head> heads)
    {
        if (ResourceId.TryParse(Encoding.UTF8.GetString(mark.Id), out var id, out _) && index.Find(id)?.Head is { } head)
            heads.Add(head);
        if (heads.Count >= PieceVersions)
            Acknowledge(tenant, heads);
    }

    private void Acknowledge(TenantRepository tenant, List<Head> heads)
    {
        if (heads.Count == 0)
            return;
        // That the index has them says nothing of the disk: whoever put them there may have been killed before the branches were synced.
        tenant.Content.SyncRefs();
        ledger.Put(heads);
        heads.Clear();
    }

    private int Lose(TenantRepository tenant, VersionMark mark)
    {
        if (ledger.Find(Encoding.UTF8.GetString(mark.Id)) is { } entry)
            log.Lost(entry.Id, entry.Label, entry.Commit, tenant.Content.Folder);
        return 1;
    }
}
