using System.Text;
using Decent.Content;
using Decent.Instance.Git;
using Decent.Instance.Index;
using Decent.Instance.Publishing;

namespace Decent.Instance.Checking;

/// <summary>
/// Every branch back to its first version: trailers that are whole and follow each other; and its newest version in index and ledger. What seems to
/// disagree with these is looked at again while nobody publishes, because versions move on meanwhile.
/// </summary>
public sealed class VersionCheck(VersionIndex index, Ledger ledger, Replay replay, TenantTurns turns)
{
    private const int PieceBranches = 512;

    /// <summary>Checks one tenant.</summary>
    /// <exception cref="GitException">Git cannot read the repository.</exception>
    internal async Task RunAsync(TenantRepository tenant, FsckTally tally, IProgress<FsckProgress>? progress, CancellationToken ct)
    {
        var total = tenant.Content.ReadBranches(Replay.Branches).LongCount();
        var suspects = new HashSet<ResourceId>();
        long done = 0;
        foreach (var piece in tenant.Content.ReadBranches(Replay.Branches).Chunk(PieceBranches))
        {
            await WalkAsync(tenant, piece, tally, suspects, ct);
            done += piece.Length;
            progress?.Report(new FsckProgress(tenant.Tenant, "versions", done, total));
        }
        tally.Resources += done;
        foreach (var (branch, _) in replay.Differences(tenant).Where(tip => tip.Commit.Length == 0))
            Suspect(tenant.Tenant, branch, suspects);
        foreach (var mark in ledger.Marks(tenant.Tenant))
            if (ResourceId.TryParse(Encoding.UTF8.GetString(mark.Id), out var id, out _) && suspects.Count < Findings.Told && index.Find(id) is null)
                suspects.Add(id);
        if (suspects.Count > 0)
            await turns.Of(tenant.Tenant).AloneAsync(() => ConfirmAsync(tenant, suspects, tally.Findings, ct), ct);
    }

    private static void Suspect(string tenant, byte[] branch, HashSet<ResourceId> suspects)
    {
        if (suspects.Count < Findings.Told && ResourceId.TryFromBranch(tenant, Encoding.UTF8.GetString(branch), out var id))
            suspects.Add(id);
    }

    private async Task WalkAsync(TenantRepository tenant, BranchTip[] piece, FsckTally tally, HashSet<ResourceId> suspects, CancellationToken ct)
    {
        var chains = new List<VersionChain>(piece.Length);
        foreach (var (branch, commit) in piece)
        {
            var name = Encoding.UTF8.GetString(branch);
            if (ResourceId.TryFromBranch(tenant.Tenant, name, out var id))
                chains.Add(new VersionChain(id, commit, tally));
            else
                tally.Findings.Add(FindingKind.Branch, tenant.Tenant,
                    $"The branch {name} is named like a resource's and is none: give it a name outside of r/ with 'git branch -m'.");
        }
        await tenant.Content.WalkAsync([.. chains.Select(chain => chain.Tip)], (i, commit, bytes) => chains[i].TryGoOn(commit, bytes), ct);
        foreach (var chain in chains)
        {
            chain.End();
            if (suspects.Count < Findings.Told && chain.Newest is { } newest && Disagreement(newest) is not null)
                suspects.Add(chain.Id);
        }
    }

    private async Task<bool> ConfirmAsync(TenantRepository tenant, HashSet<ResourceId> suspects, Findings findings, CancellationToken ct)
    {
        foreach (var id in suspects.OrderBy(id => id.Text, StringComparer.Ordinal))
        {
            ResourceVersion? newest = null;
            var tip = await tenant.Content.TipAsync(id.Branch, ct);
            if (tip is not null)
                await tenant.Content.ReadObjectsAsync([tip], (_, bytes) => VersionTrailers.TryRead(id, Convert.FromHexString(tip), bytes, out newest), ct);
            // A tip that is none of ours was told of when its branch was walked.
            if ((tip is null ? Missing(id, tenant) : newest is null ? null : Disagreement(newest)) is var (kind, sentence))
                findings.Add(kind, tenant.Tenant, sentence);
        }
        return true;
    }

    /// <summary>What index or ledger say of a newest version in git that is not so; null for nothing.</summary>
    private (FindingKind Kind, string Sentence)? Disagreement(ResourceVersion newest)
    {
        var head = newest.Head;
        if (ledger.Find(head.Id.Text) is not { } acknowledged || acknowledged.Count < head.Count)
            return (FindingKind.Ledger, $"{head.Id} is at {head.Label} in git and was not acknowledged as such: 'decent-instance reindex' does so.");
        if (acknowledged.Commit != Convert.ToHexStringLower(head.Commit))
            return (FindingKind.Branch,
                $"{head.Id} was acknowledged as {acknowledged.Label}, and its branch {head.Id.Branch} was moved to {head.Label} by hand: move it back with "
                + $"'git update-ref refs/heads/{head.Id.Branch} {acknowledged.Commit}', or bring the repository from a backup when git lacks that commit.");
        return index.Find(head.Id) switch
        {
            null => (FindingKind.Index, $"The index lacks {head.Id}, which is at {head.Label} in git: 'decent-instance reindex' brings it back."),
            var row when row != newest with { Restores = null } => (FindingKind.Index,
                $"The index says of {head.Id} what its newest version {head.Label} in git does not: 'decent-instance reindex' makes it right."),
            _ => null,
        };
    }

    private (FindingKind Kind, string Sentence)? Missing(ResourceId id, TenantRepository tenant) => (ledger.Find(id.Text), index.Find(id)) switch
    {
        ({ } entry, _) => (FindingKind.Branch,
            $"{id} was acknowledged as {entry.Label}, and {tenant.Content.Folder} has no branch {id.Branch}: bring it back with "
            + $"'git update-ref refs/heads/{id.Branch} {entry.Commit}', or the repository from a backup when git lacks that commit."),
        (null, not null) => (FindingKind.Index, $"The index knows {id}, and git has no such branch: 'decent-instance reindex' forgets it."),
        _ => null,
    };
}
