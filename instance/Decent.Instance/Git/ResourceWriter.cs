using Decent.Content;
using Decent.Instance.Index;

namespace Decent.Instance.Git;

/// <summary>Turns content that the store holds into a commit, one verified leaf at a time.</summary>
public sealed class ResourceWriter(ContentStore store)
{
    /// <summary>Folder of the tree that a clone's user reads.</summary>
    public const string ContentFolder = "content";

    /// <summary>File of the tree that holds the canonical manifest.</summary>
    public const string ManifestFile = "manifest";

    /// <summary>Writes one commit: durable and reachable by its id only, no branch moves.</summary>
    /// <param name="repository">The tenant's <c>_data.git</c>.</param>
    /// <param name="version">What the trailers say; its commit is not looked at.</param>
    /// <param name="manifest">Lists the files.</param>
    /// <param name="parent">The version before, 40 hexadecimal digits, or null.</param>
    /// <returns>The commit's id, 40 hexadecimal digits.</returns>
    /// <exception cref="ContentLostException">The store no longer has what the manifest lists.</exception>
    public Task<string> WriteAsync(GitRepository repository, ResourceVersion version, Manifest manifest, string? parent, CancellationToken ct) =>
        repository.ImportAsync(async (import, inner) =>
        {
            var signature = new GitSignature(version.Origin, version.Head.Time);
            await import.CommitAsync(signature, VersionTrailers.Write(version), parent, keepTree: false, inner);
            await import.FileAsync(ManifestFile, manifest.ToBytes(), inner);
            foreach (var entry in manifest.Entries)
                await import.FileAsync(PathInTree(version.Head.Id, manifest, entry), entry.Size, (output, last) => CopyAsync(entry, output, last), inner);
        }, manifest.Size, ct);

    /// <summary>Where a file of a resource stands in the tree.</summary>
    public static string PathInTree(ResourceId id, Manifest manifest, ManifestEntry entry) =>
        $"{ContentFolder}/{(manifest.IsFolder ? entry.Path : id.Path[(id.Path.LastIndexOf('/') + 1)..])}";

    private async Task CopyAsync(ManifestEntry entry, Stream output, CancellationToken ct)
    {
        using var reader = store.OpenObject(entry.Cid) ?? throw new ContentLostException(entry.Path);
        var buffer = new byte[entry.ChunkSize];
        for (var leaf = 0; leaf < reader.LeafCount; leaf++)
        {
            var length = await reader.ReadLeafAsync(leaf, buffer, ct);
            if (length < 0)
                throw new ContentLostException(entry.Path);
            await output.WriteAsync(buffer.AsMemory(0, length), ct);
        }
    }
}
