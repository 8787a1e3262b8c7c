using Decent.Content;

namespace Decent.Edge.Scrubbing;

/// <summary>A version that is known here and wants an object.</summary>
internal sealed record Wanted(Head Head, Manifest Manifest, ManifestEntry Entry)
{
    /// <summary>These objects in the order of their repair: those of pinned resources first, those that no version wants last and with null.</summary>
    public static IReadOnlyList<(Cid Object, Wanted? By)> Of(ContentStore store, IEnumerable<Cid> objects)
    {
        HashSet<Cid> left = [.. objects];
        HashSet<ResourceId> pinned = [.. store.Pins];
        List<(Cid, Wanted?)> plan = [];
        foreach (Head head in store.Heads().OrderByDescending(head => pinned.Contains(head.Id)).TakeWhile(_ => left.Count > 0))
        {
            if (store.TryGetManifest(head.Root, out Manifest? manifest))
            {
                plan.AddRange(manifest.Entries.Where(entry => left.Remove(entry.Cid)).Select(entry => (entry.Cid, (Wanted?)new Wanted(head, manifest, entry))));
            }
        }

        return [.. plan, .. left.Select(cid => (cid, (Wanted?)null))];
    }
}
