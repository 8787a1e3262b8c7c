using Decent.Content;
using Decent.Hosting.Gateway;
using Decent.Hosting.Peers;
using Decent.Instance.Git;
using Decent.Instance.Index;
using Decent.Instance.Publishing;
using Decent.Peer.Lookup;

namespace Decent.Instance.Gateway;

/// <summary>
/// Content from the store, and what the store lost from git. The instance is the authority: what it does not know does not exist.
/// <c>only-if-cached</c> changes nothing here, because git is its own.
/// </summary>
public sealed class InstanceGateway(
    ContentStore store, VersionIndex index, ContentRecovery recovery, LostFiles lost, ILogger<InstanceGateway> log) : IContentGateway
{
    /// <inheritdoc/>
    public async Task<GatewayAnswer> FindAsync(ResourceId id, string? path, CancellationToken ct)
    {
        if (index.Find(id) is not { Head: var head })
            return NotFound($"There is no resource {id.Text} here.");
        if (!store.TryGetManifest(head.Root, out var manifest))
            return Away(head.Root) with { Head = head };
        return await OfManifestAsync(manifest, path, ct) with { Head = head };
    }

    /// <inheritdoc/>
    public async Task<GatewayAnswer> FindAsync(Cid root, string? path, bool onlyCached, CancellationToken ct)
    {
        if (path is null && store.HasObject(root))
            return Found(root);
        if (await FindManifestAsync(root, onlyCached, ct) is { } manifest)
            return await OfManifestAsync(manifest, path, ct);
        if (path is not null || !lost.TryFind(root, out var owner))
            return NotFound($"There is no content {root} here.");
        return await BringAsync(root, owner, ct);
    }

    /// <inheritdoc/>
    /// <remarks>Whoever asks for a manifest asks for its files next, and names them by their own CIDs.</remarks>
    public Task<Manifest?> FindManifestAsync(Cid root, bool onlyCached, CancellationToken ct)
    {
        if (!store.TryGetManifest(root, out var manifest))
            return Task.FromResult<Manifest?>(null);
        lost.Note(manifest);
        return Task.FromResult<Manifest?>(manifest);
    }

    private async Task<GatewayAnswer> OfManifestAsync(Manifest manifest, string? path, CancellationToken ct)
    {
        if (manifest.IsFolder && path is null)
            return new GatewayAnswer { Outcome = LookupOutcome.Found, Folder = manifest, Path = new PathReport() };
        if (manifest.Find(path ?? "") is not { } entry)
            return NotFound($"There is no file {path} in {manifest.Root}.");
        return store.HasObject(entry.Cid) ? Found(entry.Cid) : await BringAsync(entry.Cid, manifest.Root, ct);
    }

    private async Task<GatewayAnswer> BringAsync(Cid file, Cid root, CancellationToken ct)
    {
        if (index.FindRoot(root) is not { Head: var head })
            return NotFound($"The content {file} was dropped from the store, and no newest version has it.");
        try
        {
            if (!await recovery.RestoreAsync(head.Id, ct) || !store.HasObject(file))
                return Away(file);
        }
        catch (Exception e) when (e is GitException or IOException)
        {
            log.NotRecovered(head.Id.Text, head.Label, e);
            return Away(file);
        }
        log.Recovered(head.Id.Text, head.Label);
        return Found(file);
    }

    private GatewayAnswer Found(Cid file)
    {
        using var reader = store.OpenObject(file);
        var report = new PathReport();
        report.Add(Stage.Cache, reader?.Length ?? 0, 0);
        return new GatewayAnswer { Outcome = LookupOutcome.Found, File = file, Path = report };
    }

    private static GatewayAnswer NotFound(string reason) => new() { Outcome = LookupOutcome.NotFound, Reason = reason, Path = new PathReport() };

    private static GatewayAnswer Away(Cid content) => new()
    {
        Outcome = LookupOutcome.TimedOut,
        Reason = $"The instance could not bring {content} back from git; its log says why.",
        Path = new PathReport(),
    };
}
