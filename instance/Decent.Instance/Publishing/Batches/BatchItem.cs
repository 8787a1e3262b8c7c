using Decent.Content;
using Decent.Content.Import;
using Decent.Instance.Git;
using Decent.Instance.Index;

namespace Decent.Instance.Publishing.Batches;

/// <summary>One resource of a batch on its way: what is known of it grows from step to step.</summary>
internal sealed class BatchItem(ResourceId id, LooseFile file)
{
    private VersionBlocks _blocks = VersionBlocks.None;
    private ResourceVersion? _version;
    private Head? _previous;
    private long _content;
    private long _manifest;

    public ResourceId Id => id;

    public LooseFile File => file;

    /// <summary>CID of the content as it was checked.</summary>
    public Cid Root { get; set; }

    /// <summary>What ledger and index are told; after <see cref="Commit"/>.</summary>
    public IndexEntry Entry => new(_version!, _blocks);

    /// <summary>The branch's step; after <see cref="Commit"/>.</summary>
    public BranchMove Move => new(System.Text.Encoding.UTF8.GetBytes(id.Branch), _version!.Head.Commit, _previous?.Commit);

    /// <summary>Takes the newest version that there is; false when it has this very content.</summary>
    public bool IsNewerThan(Head? newest)
    {
        var isNewer = newest is null || newest.Root != Root || newest.IsFolder;
        // An unchanged one needs no memory any more; the id is in it once.
        _previous = isNewer && newest is not null ? newest with { Id = id } : null;
        return isNewer;
    }

    /// <summary>Gives content and manifest to git.</summary>
    /// <exception cref="ContentRefusedException">The file is not as it was checked.</exception>
    public async Task FeedAsync(FastImport import, CancellationToken ct)
    {
        Manifest? manifest = null;
        _content = await import.BlobAsync(file.Size, async (output, inner) => manifest = await file.CopyAsync(output, inner), ct);
        if (manifest!.Root != Root)
            throw new ContentRefusedException($"content must not change while it is read (\"{file.FullPath}\"): try again when nobody writes it");
        _manifest = await import.BlobAsync(manifest.ToBytes(), ct);
        _blocks = VersionBlocks.Of(manifest);
    }

    /// <summary>Gives the commit to git.</summary>
    public async Task CommitAsync(FastImport import, long shardCount, DateTimeOffset now, string instanceId, CancellationToken ct)
    {
        _version = NextVersion.After(id, (Root, file.Size, false), _previous, shardCount, now, instanceId);
        TreeFile[] tree = [new(ResourceWriter.ManifestFile, _manifest), new(ResourceWriter.PathInTree(id, isFolder: false, ""), _content)];
        await ResourceWriter.CommitAsync(import, _version, tree, _previous is null ? null : Convert.ToHexStringLower(_previous.Commit), ct);
    }

    /// <summary>Takes the name that git gave the commit, 20 bytes.</summary>
    public void Commit(byte[] commit) => _version = _version! with { Head = _version.Head with { Commit = commit } };
}
