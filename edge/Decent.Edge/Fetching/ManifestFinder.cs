using Decent.Content;

namespace Decent.Edge.Fetching;

/// <summary>
/// A version's manifest: stored, from the instance, or from an edge that knows the version. Believed because it rebuilds its root. Requests for one
/// at the same time are one question.
/// </summary>
public sealed class ManifestFinder(ContentStore store, ContentClient client, InstanceSource instance, LanSearch lan)
{
    private readonly SharedAsks<(Cid Root, bool HasHead), Manifest?> _asks = new();

    /// <summary><paramref name="head"/> says which resource to ask edges for; without it only store and instance are asked.</summary>
    public async Task<Manifest?> FindAsync(Cid root, Head? head, CancellationToken ct) => store.TryGetManifest(root, out Manifest? known)
        ? known
        : await _asks.AskAsync((root, head is not null), () => FindOutsideAsync(root, head), ct);

    private async Task<Manifest?> FindOutsideAsync(Cid root, Head? head)
    {
        if (instance.IsReachable)
        {
            (SourceAnswer answer, Manifest? manifest) = await client.ManifestAsync(instance.Address!, root, CancellationToken.None);
            instance.Report(answer, $"manifest {root}");
            if (answer == SourceAnswer.Found)
            {
                return Keep(manifest!);
            }
        }

        return head is null ? null : await FromLanAsync(root, head);
    }

    private Manifest Keep(Manifest manifest)
    {
        store.PutManifest(manifest);
        return manifest;
    }

    private async Task<Manifest?> FromLanAsync(Cid root, Head head)
    {
        Manifest? found = null;
        await lan.TryAsync(
            head.Id,
            head.Commit,
            async edge =>
            {
                found ??= (await client.ManifestAsync(edge, root, CancellationToken.None)).Manifest;
                return found is not null;
            },
            CancellationToken.None);
        return found is null ? null : Keep(found);
    }
}
