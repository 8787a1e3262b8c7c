using Decent.Content;
using Decent.Instance.Index;

namespace Decent.Instance.Git;

/// <summary>What a version looks like in git: its content and its manifest as blobs, then one commit that names them.</summary>
public sealed class ResourceWriter(ContentStore store)
{
    /// <summary>Folder of the tree that a clone's user reads.</summary>
    public const string ContentFolder = "content";

    /// <summary>File of the tree that holds the canonical manifest.</summary>
    public const string ManifestFile = "manifest";

    /// <summary>Writes one commit of content that the store holds: durable and reachable by its id only, no branch moves.</summary>
    /// <param name="repository">The tenant's <c>_data.git</c>.</param>
    /// <param name="version">What the trailers say; its commit is not looked at.</param>
    /// <param name="manifest">Lists the files.</param>
    /// <param name="parent">The version before, 40 hexadecimal digits, or null.</param>
    /// <returns>The commit's id, 40 hexadecimal digits.</returns>
    /// <exception cref="ContentLostException">The store no longer has what the manifest lists.</exception>
    public Task<string> WriteAsync(GitRepository repository, ResourceVersion version, Manifest manifest, string? parent, CancellationToken ct) =>
        repository.ImportAsync(async (import, inner) =>
        {
            var files = new List<TreeFile> { new(ManifestFile, await import.BlobAsync(manifest.ToBytes(), inner)) };
            foreach (var entry in manifest.Entries)
            {
                var blob = await import.BlobAsync(entry.Size, (output, last) => CopyAsync(entry, output, last), inner);
                files.Add(new TreeFile(PathInTree(version.Head.Id, manifest.IsFolder, entry.Path), blob));
            }
            await CommitAsync(import, version, files, parent, inner);
        }, manifest.Size, ct);

    /// <summary>Writes the commit over blobs that were written before.</summary>
    /// <param name="import">Where to.</param>
    /// <param name="version">What the trailers say; its commit is not looked at.</param>
    /// <param name="files">The whole tree.</param>
    /// <param name="parent">The version before, 40 hexadecimal digits, or null.</param>
    internal static async Task CommitAsync(FastImport import, ResourceVersion version, IEnumerable<TreeFile> files, string? parent, CancellationToken ct)
    {
        await import.CommitAsync(new GitSignature(version.Origin, version.Head.Time), VersionTrailers.Write(version), parent, keepTree: false, ct);
        foreach (var file in files)
            await import.FileAsync(file.Path, file.Blob, ct);
    }

    /// <summary>Where a file of a resource stands in the tree.</summary>
    /// <param name="id">The resource.</param>
    /// <param name="isFolder">Whether it is a folder.</param>
    /// <param name="path">Path of the file in the folder; not looked at for a file.</param>
    public static string PathInTree(ResourceId id, bool isFolder, string path) =>
        $"{ContentFolder}/{(isFolder ? path : id.Path[(id.Path.LastIndexOf('/') + 1)..])}";

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
