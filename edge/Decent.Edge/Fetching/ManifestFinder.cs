using Decent.Content;

namespace Decent.Edge.Fetching;

/// <summary>A version's manifest: stored, from the instance, or from an edge that knows the version. Believed because it rebuilds its root.</summary>
public sealed class ManifestFinder(ContentStore store, ContentClient client, InstanceSource instance, LanSearch lan)
{
    /// <summary><paramref name="head"/> says which resource to ask edges for; without it only store and instance are asked.</summary>
    public async Task<Manifest?> FindAsync(Cid root, Head? head, CancellationToken ct)
    {
        if (store.TryGetManifest(root, out Manifest? known))
        {
            return known;
        }

        if (instance.IsReachable)
        {
            (SourceAnswer answer, Manifest? manifest) = await client.ManifestAsync(instance.Address!, root, ct);
            instance.Report(answer, $"manifest {root}");
            if (answer == SourceAnswer.Found)
            {
                return Keep(manifest!);
            }
        }

        return head is null ? null : await FromLanAsync(root, head, ct);
    }

    private Manifest Keep(Manifest manifest)
    {
        store.PutManifest(manifest);
        return manifest;
    }

    private async Task<Manifest?> FromLanAsync(Cid root, Head head, CancellationToken ct)
    {
        Manifest? found = null;
        await lan.TryAsync(
            head.Id,
            head.Commit,
            async edge =>
            {
                (_, found) = await client.ManifestAsync(edge, root, ct);
                return found is not null;
            },
            ct);
        return found is null ? null : Keep(found);
    }
}
