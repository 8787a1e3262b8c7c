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
        return await ManifestAsync(head, ct) is { } manifest
            ? await OfManifestAsync(manifest, path, ct) with { Head = head }
            : Away(head.Root) with { Head = head };
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
    public async Task<Manifest?> FindManifestAsync(Cid root, bool onlyCached, CancellationToken ct)
    {
        if (!store.TryGetManifest(root, out var manifest))
            manifest = index.FindRoot(root) is { Head: var head } ? await ManifestAsync(head, ct) : null;
        if (manifest is not null)
            lost.Note(manifest);
        return manifest;
    }

    /// <inheritdoc/>
    public async Task<byte[]?> FindBlockAsync(byte[] tag, CancellationToken ct)
    {
        foreach (var (version, leaf) in index.FindBlock(tag))
            if (await TryAsync(version.Head, () => recovery.BlockAsync(version.Head, leaf, ct)) is { } block && BlockTag.Matches(block, tag))
                return block;
        return null;
    }

    /// <inheritdoc/>
    /// <remarks>A raw root is a file of one leaf; the nodes of any other stand in its manifest.</remarks>
    public async Task<bool> BringAsync(Cid root, CancellationToken ct) => index.FindRoot(root) is { Head: var head }
        && (root.IsRaw ? await TryAsync(head, () => recovery.RestoreAsync(head.Id, ct)) : await ManifestAsync(head, ct) is not null);

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
        var isHere = await TryAsync(head, async () =>
            await recovery.ManifestAsync(head, ct) is { } manifest && manifest.Entries.FirstOrDefault(e => e.Cid == file) is { } entry
                && await recovery.RestoreAsync(head, manifest, entry, ct));
        if (!isHere)
            return Away(file);
        log.Recovered(head.Id.Text, head.Label);
        return Found(file);
    }

    private Task<Manifest?> ManifestAsync(Head head, CancellationToken ct) => TryAsync(head, () => recovery.ManifestAsync(head, ct));

    /// <summary>What recovery gives; nothing, and a line in the log, when git or the disk refuses or the budget has no room.</summary>
    private async Task<T?> TryAsync<T>(Head head, Func<Task<T>> recover)
    {
        try
        {
            return await recover();
        }
        catch (Exception e) when (e is GitException or IOException or ContentRefusedException)
        {
            log.NotRecovered(head.Id.Text, head.Label, e);
            return default;
        }
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
