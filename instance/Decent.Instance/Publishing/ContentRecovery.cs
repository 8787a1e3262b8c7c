using System.Security.Cryptography;
using Decent.Content;
using Decent.Instance.Git;
using Decent.Instance.Index;

namespace Decent.Instance.Publishing;

/// <summary>
/// Brings back from git what the store does not have: evicted, found damaged, or never there because a batch does not pass through it. Git is the
/// authority behind the gateway, and what it gives is verified like everything else.
/// </summary>
public sealed class ContentRecovery(ContentStore content, TenantRepositories repositories, VersionIndex index) : IDisposable
{
    // Processes of git at a time; two who want the same file share what both put.
    private readonly SemaphoreSlim _turns = new(4);

    /// <summary>Makes the newest version of a resource whole in the content store.</summary>
    /// <returns>False when the resource is unknown here, or what git has does not give the version's CID.</returns>
    /// <exception cref="GitException">Git or the disk refuses.</exception>
    /// <exception cref="ContentRefusedException">The content budget cannot hold it.</exception>
    public async Task<bool> RestoreAsync(ResourceId id, CancellationToken ct)
    {
        if (index.Find(id)?.Head is not { } head || await ManifestAsync(head, ct) is not { } manifest)
            return false;
        foreach (var entry in manifest.Entries)
            if (!await RestoreAsync(head, manifest, entry, ct))
                return false;
        return true;
    }

    /// <summary>
    /// The manifest of a version, the newest or an older one, from the store or from git, which the store keeps then; null when git's is another one.
    /// </summary>
    /// <exception cref="GitException">Git or the disk refuses.</exception>
    public async Task<Manifest?> ManifestAsync(Head head, CancellationToken ct)
    {
        if (content.TryGetManifest(head.Root, out var stored))
            return stored;
        var bytes = await ReadAsync(head, ResourceWriter.ManifestFile, ct);
        if (!Manifest.TryRead(bytes, out var manifest, out _) || manifest.Root != head.Root)
            return null;
        content.PutManifest(manifest);
        return manifest;
    }

    /// <inheritdoc cref="RestoreAsync(Head, Manifest, ManifestEntry, Action{int}, CancellationToken)"/>
    public Task<bool> RestoreAsync(Head head, Manifest manifest, ManifestEntry entry, CancellationToken ct) =>
        RestoreAsync(head, manifest, entry, read: null, ct);

    /// <summary>Makes one file of a version, the newest or an older one, whole in the content store.</summary>
    /// <param name="head">The version.</param>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="entry">The file.</param>
    /// <param name="read">Receives the numbers of bytes as git gives them; null for nobody.</param>
    /// <param name="ct">What came so far stays as a download.</param>
    /// <returns>False when what git has is not this file.</returns>
    /// <exception cref="GitException">Git or the disk refuses.</exception>
    /// <exception cref="ContentRefusedException">The content budget cannot hold it.</exception>
    public async Task<bool> RestoreAsync(Head head, Manifest manifest, ManifestEntry entry, Action<int>? read, CancellationToken ct)
    {
        if (content.HasObject(entry.Cid))
            return true;
        await _turns.WaitAsync(ct);
        try
        {
            using var partial = content.OpenPartial(manifest, entry);
            await using var leaves = new LeafStream(partial, entry, read);
            await (await OpenAsync(head, ct)).CopyBlobAsync(NameOf(head, PathOf(head, entry)), leaves, entry.Size, ct);
            return leaves.TryCommit();
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>One small block of a newest version, verified; null when git has other bytes there.</summary>
    /// <param name="head">The version.</param>
    /// <param name="leaf">The leaf's number in its manifest.</param>
    /// <exception cref="GitException">Git or the disk refuses.</exception>
    public async Task<byte[]?> BlockAsync(Head head, int leaf, CancellationToken ct)
    {
        if (await ManifestAsync(head, ct) is not { } manifest || leaf >= manifest.LeafCount)
            return null;
        var entry = manifest.Entries.Last(e => e.FirstLeaf <= leaf);
        try
        {
            // A whole file for one block: who asks for a block asks for its neighbours next.
            if (await RestoreAsync(head, manifest, entry, ct) && Read(entry, leaf) is { } stored)
                return stored;
        }
        catch (ContentRefusedException)
        {
            // The budget has no room for it now: the block alone needs none.
        }
        return await ReadAsync(head, PathOf(head, entry), ct) is { } file && file.Length == entry.Size ? Cut(file, manifest, entry, leaf) : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    private static string PathOf(Head head, ManifestEntry entry) => ResourceWriter.PathInTree(head.Id, head.IsFolder, entry.Path);

    private static string NameOf(Head head, string path) => $"{Convert.ToHexStringLower(head.Commit)}:{path}";

    private static byte[]? Cut(byte[] file, Manifest manifest, ManifestEntry entry, int leaf)
    {
        var own = leaf - entry.FirstLeaf;
        var block = file.AsSpan((int)entry.LeafOffset(own), entry.LeafLength(own)).ToArray();
        return SHA256.HashData(block).AsSpan().SequenceEqual(manifest.LeafDigest(leaf)) ? block : null;
    }

    private byte[]? Read(ManifestEntry entry, int leaf)
    {
        using var reader = content.OpenObject(entry.Cid);
        var block = new byte[entry.LeafLength(leaf - entry.FirstLeaf)];
        return reader?.ReadLeaf(leaf - entry.FirstLeaf, block) == block.Length ? block : null;
    }

    private async Task<byte[]?> ReadAsync(Head head, string path, CancellationToken ct)
    {
        await _turns.WaitAsync(ct);
        try
        {
            byte[]? found = null;
            await (await OpenAsync(head, ct)).ReadObjectsAsync([NameOf(head, path)], (_, bytes) => found = bytes, ct);
            return found;
        }
        finally
        {
            _turns.Release();
        }
    }

    private async Task<GitRepository> OpenAsync(Head head, CancellationToken ct) => (await repositories.OpenAsync(head.Id.Tenant, ct)).Content;
}
