using Decent.Content;
using Decent.Instance.Index;

namespace Decent.Instance.Checking;

/// <summary>One branch as it is walked back: each commit's trailers, and whether the one after it follows from them.</summary>
/// <param name="id">The resource.</param>
/// <param name="tip">Its newest commit, 20 bytes.</param>
/// <param name="tally">Where versions are counted and findings told.</param>
internal sealed class VersionChain(ResourceId id, byte[] tip, FsckTally tally)
{
    private ResourceVersion? _last;
    private bool _isBroken;

    /// <summary>The resource.</summary>
    public ResourceId Id => id;

    /// <summary>Its newest commit, 20 bytes.</summary>
    public byte[] Tip => tip;

    /// <summary>The newest version; null when its commit is none of ours.</summary>
    public ResourceVersion? Newest { get; private set; }

    /// <summary>Takes the next older commit; false when there is nothing to go on to.</summary>
    public bool TryGoOn(byte[] commit, byte[]? bytes)
    {
        if (bytes is null)
            return Break(FindingKind.Git, $"Git lacks the commit {Text(commit)} of {id}: bring the repository from a backup.");
        if (!VersionTrailers.TryRead(id, commit, bytes, out var version))
            return Break(_last is null ? FindingKind.Branch : FindingKind.Trailers, _last is null
                ? $"The branch {id.Branch} stands at {Text(commit)}, which this program did not write: move it back with 'git update-ref', or rename it."
                : $"{id} has a commit {Text(commit)} before {_last.Head.Label} whose trailers are not whole: bring the repository from a backup.");
        tally.Count(id.Shard, version!.ShardCount);
        Newest ??= version;
        if (_last is not null && (_last.Head.Count != version.Head.Count + 1 || _last.ShardCount <= version.ShardCount || _last.Head.Time < version.Head.Time))
            return Break(FindingKind.Trailers,
                $"{id} {_last.Head.Label} does not follow from {version.Head.Label} before it (write counts {version.Head.Count} and {_last.Head.Count}, of "
                + $"its shard {version.ShardCount} and {_last.ShardCount}): somebody wrote the branch by hand. Bring the repository from a backup.");
        _last = version;
        return true;
    }

    /// <summary>To be called when there is no older commit.</summary>
    public void End()
    {
        if (!_isBroken && _last is { Head.Count: > 1 })
            Break(FindingKind.Trailers,
                $"The history of {id} ends at {_last.Head.Label}, which counts {_last.Head.Count} writes: bring the repository from a backup.");
    }

    private static string Text(byte[] commit) => Convert.ToHexStringLower(commit);

    private bool Break(FindingKind kind, string sentence)
    {
        tally.Findings.Add(kind, id.Tenant, sentence);
        _isBroken = true;
        return false;
    }
}
