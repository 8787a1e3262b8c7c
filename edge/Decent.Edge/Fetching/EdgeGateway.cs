using Decent.Content;
using Decent.Content.Disk;
using Decent.Hosting.Gateway;
using Decent.Hosting.Peers;
using Decent.Peer.Lookup;

namespace Decent.Edge.Fetching;

/// <summary>The path of one request on an edge, top to bottom: head, manifest, cache, then peers raced by the instance.</summary>
public sealed class EdgeGateway(ContentStore store, HeadFinder heads, ManifestFinder manifests, Fetcher fetcher) : IContentGateway
{
    public Task<GatewayAnswer> FindAsync(ResourceId id, string? path, CancellationToken ct) => UnlessHeldAsync(report => SeekAsync(id, path, report, ct));

    public Task<GatewayAnswer> FindAsync(Cid root, string? path, bool onlyCached, CancellationToken ct) =>
        UnlessHeldAsync(report => SeekAsync(root, path, onlyCached, report, ct));

    private static async Task<GatewayAnswer> UnlessHeldAsync(Func<PathReport, Task<GatewayAnswer>> seek)
    {
        PathReport report = new();
        try
        {
            return await seek(report);
        }
        catch (WritesHeldException error)
        {
            return new GatewayAnswer { Outcome = LookupOutcome.Held, Reason = error.Message, Path = report };
        }
    }

    private async Task<GatewayAnswer> SeekAsync(ResourceId id, string? path, PathReport report, CancellationToken ct)
    {
        (LookupOutcome outcome, Head? head) = await heads.FindAsync(id, ct);
        if (outcome != LookupOutcome.Found)
        {
            string reason = outcome == LookupOutcome.NotFound
                ? $"The instance knows no resource {id.Text}."
                : $"Neither the instance nor any edge on this LAN answered for {id.Text}: try again later.";
            return new GatewayAnswer { Outcome = outcome, Reason = reason, Path = report };
        }

        Manifest? manifest = await manifests.FindAsync(head!.Root, head, ct);
        return manifest is null
            ? NoManifest(head.Root, report) with { Head = head }
            : await FileAsync(manifest, path, head, onlyCached: false, report, ct) with { Head = head };
    }

    private async Task<GatewayAnswer> SeekAsync(Cid root, string? path, bool onlyCached, PathReport report, CancellationToken ct)
    {
        if (path is null && store.HasObject(root))
        {
            return Cached(root, report);
        }

        Manifest? manifest = await FindManifestAsync(root, onlyCached, ct);
        return manifest is null ? NoManifest(root, report) : await FileAsync(manifest, path, head: null, onlyCached, report, ct);
    }

    public async Task<Manifest?> FindManifestAsync(Cid root, bool onlyCached, CancellationToken ct)
    {
        if (onlyCached)
        {
            return store.TryGetManifest(root, out Manifest? known) ? known : null;
        }

        return await manifests.FindAsync(root, head: null, ct);
    }

    private async Task<GatewayAnswer> FileAsync(Manifest manifest, string? path, Head? head, bool onlyCached, PathReport report, CancellationToken ct)
    {
        if (manifest.IsFolder && path is null)
        {
            return new GatewayAnswer { Outcome = LookupOutcome.Found, Folder = manifest, Path = report };
        }

        ManifestEntry? entry = manifest.Find(path ?? "");
        if (entry is null)
        {
            return new GatewayAnswer { Outcome = LookupOutcome.NotFound, Reason = $"There is no file {path} in {manifest.Root}.", Path = report };
        }

        if (store.HasObject(entry.Cid))
        {
            return Cached(entry.Cid, report);
        }

        FetchAnswer answer = onlyCached ? new(LookupOutcome.NotFound, "") : await fetcher.BringAsync(manifest, entry, head, report, ct);
        if (answer.Outcome == LookupOutcome.Found && report.Bytes(Stage.Peers) + report.Bytes(Stage.Instance) == 0)
        {
            report.Add(Stage.Cache, entry.Size, 0); // Another request's fetch, or a partial, had all of it.
        }

        return new GatewayAnswer
        {
            Outcome = answer.Outcome,
            File = entry.Cid,
            Path = report,
            Reason = answer.Reason.Length > 0 ? answer.Reason : $"{entry.Cid} is not in the cache, and nobody on this LAN nor the instance gave it.",
        };
    }

    /// <summary>Whoever opens the file reports its bytes.</summary>
    private static GatewayAnswer Cached(Cid file, PathReport report) => new() { Outcome = LookupOutcome.Found, File = file, Path = report };

    private static GatewayAnswer NoManifest(Cid root, PathReport report) => new()
    {
        Outcome = LookupOutcome.NotFound,
        Reason = $"no manifest: neither this edge, nor the instance, nor an edge on this LAN has that of {root}.",
        Path = report,
    };
}
