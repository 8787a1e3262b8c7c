using Decent.Content;
using Decent.Instance.Git;
using Decent.Instance.Index;

namespace Decent.Instance.Publishing;

/// <summary>Brings content back from git that the store has evicted or found damaged: git is the authority behind the gateway.</summary>
public sealed class ContentRecovery(ContentStore content, TenantRepositories repositories, VersionIndex index, InstanceOptions options) : IDisposable
{
    // One at a time: recovery writes whole files, and two of them for one resource would write the same.
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Makes the newest version of a resource whole in the content store.</summary>
    /// <returns>False when the resource is unknown here, or what git has does not give the version's CID.</returns>
    /// <exception cref="GitException">Git or the disk refuses.</exception>
    public async Task<bool> RestoreAsync(ResourceId id, CancellationToken ct)
    {
        if (index.Find(id)?.Head is not { } head)
            return false;
        await _turn.WaitAsync(ct);
        try
        {
            if (content.TryGetManifest(head.Root, out var manifest) && content.HasWhole(manifest))
                return true;
            return manifest is not null && await ImportAsync(head, manifest, ct);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<bool> ImportAsync(Head head, Manifest manifest, CancellationToken ct)
    {
        var folder = Path.Combine(options.State, "recovery");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        try
        {
            var repository = (await repositories.OpenAsync(head.Id.Tenant, ct)).Content;
            foreach (var entry in manifest.Entries)
                await CopyAsync(repository, head, manifest, entry, folder, ct);
            var source = Path.Combine(folder, ResourceWriter.ContentFolder);
            var imported = await content.ImportAsync(head.IsFolder ? source : Directory.GetFiles(source)[0], bytes: null, ct);
            return imported.Root == head.Root;
        }
        catch (ContentRefusedException)
        {
            // Somebody else's commit put on our branch: nothing that we published is refused.
            return false;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task CopyAsync(GitRepository repository, Head head, Manifest manifest, ManifestEntry entry, string folder, CancellationToken ct)
    {
        var inTree = ResourceWriter.PathInTree(head.Id, manifest, entry);
        var path = Path.Combine(folder, inTree);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        await repository.CopyBlobAsync($"{Convert.ToHexStringLower(head.Commit)}:{inTree}", file, entry.Size, ct);
    }
}
