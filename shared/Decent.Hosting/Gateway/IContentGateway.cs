using Decent.Content;

namespace Decent.Hosting.Gateway;

/// <summary>How a node gets what its HTTP clients ask for: an instance from its own store, an edge through the lookup.</summary>
public interface IContentGateway
{
    /// <summary>
    /// The newest version of a resource; of a folder the file at <paramref name="path"/>, or the listing when that is null.
    /// </summary>
    Task<GatewayAnswer> FindAsync(ResourceId id, string? path, CancellationToken ct);

    /// <summary>
    /// Content by its CID; of a folder the file at <paramref name="path"/>. With <paramref name="onlyCached"/> nobody else is asked: peers serve
    /// what they hold and never each other's requests.
    /// </summary>
    Task<GatewayAnswer> FindAsync(Cid root, string? path, bool onlyCached, CancellationToken ct);

    /// <summary>The canonical manifest of a version, or null.</summary>
    Task<Manifest?> FindManifestAsync(Cid root, bool onlyCached, CancellationToken ct);

    /// <summary>
    /// A small block that the store does not hold, by its tag (16 bytes), verified; null when there is none. A host that has blocks only in its store
    /// need not say so.
    /// </summary>
    Task<byte[]?> FindBlockAsync(byte[] tag, CancellationToken ct) => Task.FromResult<byte[]?>(null);

    /// <summary>
    /// Makes the store hold a version whose root this is, when it can be had without asking anybody; false otherwise. A host that has content only in
    /// its store need not say so.
    /// </summary>
    Task<bool> BringAsync(Cid root, CancellationToken ct) => Task.FromResult(false);
}
