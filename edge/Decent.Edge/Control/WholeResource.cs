using System.Text.Json;
using Decent.Content;
using Decent.Content.Disk;
using Decent.Edge.Bus;
using Decent.Edge.Fetching;
using Decent.Hosting;
using Decent.Hosting.Gateway;
using Decent.Hosting.Peers;
using Decent.Peer.Lookup;

namespace Decent.Edge.Control;

/// <summary>Brings every file of a resource's newest version into the cache: one lookup for all of its blocks.</summary>
public sealed class WholeResource(HeadFinder heads, ManifestFinder manifests, Fetcher fetcher, ContentStore store, EdgeOptions options, EdgeCounts counts,
    MonotonicClock clock)
{
    public async Task<GetAnswer> GetAsync(ResourceId id, CancellationToken ct)
    {
        long start = clock.NowMs;
        PathReport path = new();
        try
        {
            return await BringAsync(id, path, start, ct);
        }
        catch (WritesHeldException error)
        {
            return Answer(LookupOutcome.Held, error.Message, path, start);
        }
    }

    private async Task<GetAnswer> BringAsync(ResourceId id, PathReport path, long start, CancellationToken ct)
    {
        (LookupOutcome outcome, Head? head) = await heads.FindAsync(id, ct);
        if (head is null)
        {
            return Answer(outcome, "Neither the instance nor an edge on this LAN named a version of it.", path, start);
        }

        if (await manifests.FindAsync(head.Root, head, ct) is not { } manifest)
        {
            return Answer(LookupOutcome.NotFound, $"no manifest of {head.Root}", path, start);
        }

        long size = manifest.Entries.DistinctBy(entry => entry.Cid).Sum(entry => entry.Size);
        if (size > options.CacheBytesMax)
        {
            return Answer(LookupOutcome.Refused,
                $"It has {size} bytes and this edge keeps {options.CacheBytesMax}: run it with a larger --cache.", path, start);
        }

        long held = manifest.Entries.DistinctBy(entry => entry.Cid).Where(entry => store.HasObject(entry.Cid)).Sum(entry => entry.Size);
        path.Add(Stage.Cache, held, 0);
        FetchAnswer brought = store.HasWhole(manifest) ? new(LookupOutcome.Found, "") : await fetcher.BringAllAsync(manifest, head, path, ct);
        counts.Answered(new GatewayAnswer { Outcome = brought.Outcome, Path = path });
        using JsonDocument document = JsonDocument.Parse(head.ToJson());
        string reason = brought.Reason.Length > 0 ? brought.Reason : $"{id.Text} is not in the cache, and nobody on this LAN nor the instance gave all of it.";
        return Answer(brought.Outcome, reason, path, start) with
        {
            Head = document.RootElement.Clone(),
            Cid = manifest.Root.ToString(),
            Folder = manifest.IsFolder,
            Files = [.. manifest.Entries.Select(entry => new GetFile(entry.Path, entry.Size, entry.Cid.ToString()))],
        };
    }

    private GetAnswer Answer(LookupOutcome outcome, string reason, PathReport path, long start) => new()
    {
        Outcome = outcome.ToString(),
        Reason = outcome == LookupOutcome.Found ? null : reason,
        Path = path.ToString(),
        From = path.Summary(),
        ElapsedMs = clock.NowMs - start,
        CacheBytes = path.Bytes(Stage.Cache),
        PeersBytes = path.Bytes(Stage.Peers),
        InstanceBytes = path.Bytes(Stage.Instance),
    };
}
