using System.Runtime.CompilerServices;
using Decent.Content;
using Decent.Instance.Git;
using Decent.Instance.Index;

namespace Decent.Instance.History;

/// <summary>The versions of a resource, newest first, from git: the index knows the newest alone. Read page by page.</summary>
public sealed class VersionHistory(TenantRepositories repositories, Ledger ledger)
{
    private const int PageCommits = 256;

    /// <summary>Every version; none for a resource that has no branch.</summary>
    /// <exception cref="GitException">Git cannot read the branch.</exception>
    public async IAsyncEnumerable<PastVersion> ReadAsync(ResourceId id, [EnumeratorCancellation] CancellationToken ct)
    {
        if (repositories.Find(id.Tenant)?.Content is not { } repository || await repository.TipAsync(id.Branch, ct) is not { } tip)
            yield break;
        byte[]? last = null;
        for (var next = Convert.FromHexString(tip); next is not null;)
        {
            // The last of a page is read again as the first of the next one: it names its parent.
            var page = await PageAsync(repository, id, next, ct);
            foreach (var version in page.Where(version => version.Commit != last))
                yield return version;
            last = page.Count == PageCommits ? page[^1].Commit : null;
            next = last;
        }
    }

    /// <summary>The version with this label; null when the resource has none.</summary>
    /// <exception cref="GitException">Git cannot read the branch.</exception>
    public async Task<ResourceVersion?> FindAsync(ResourceId id, string label, CancellationToken ct)
    {
        await foreach (var past in ReadAsync(id, ct))
            if (past.Version?.Head.Label == label)
                return past.Version;
        return null;
    }

    /// <summary>Why there is no version to be found, as a sentence.</summary>
    public string WhyNone(ResourceId id) => ledger.Find(id.Text) is { } entry
        ? $"{id} was acknowledged as {entry.Label}, and git does not have its branch {id.Branch}: 'decent-instance fsck' says what else is missing."
        : $"There is no resource {id} here: nothing was ever published under this id. Ids are TENANT/PATH, and capitals count.";

    private static async Task<List<PastVersion>> PageAsync(GitRepository repository, ResourceId id, byte[] from, CancellationToken ct)
    {
        var page = new List<PastVersion>(PageCommits);
        await repository.WalkAsync([from], (_, commit, bytes) =>
        {
            if (bytes is null)
                throw new GitException(
                    $"{repository.Folder} lacks the commit {Convert.ToHexStringLower(commit)} of {id}: 'git fsck' there says what else, a backup has it.");
            // The same array that was asked for, so that a page's first is known again.
            page.Add(new PastVersion(page.Count == 0 ? from : commit, VersionTrailers.TryRead(id, commit, bytes, out var version) ? version : null));
            return page.Count < PageCommits;
        }, ct);
        return page;
    }
}
