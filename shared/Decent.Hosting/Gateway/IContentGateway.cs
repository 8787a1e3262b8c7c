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
}
