using System.Security.Cryptography;
using System.Text;
using Decent.Content;
using Decent.Instance.Git;
using Decent.Instance.Index;

namespace Decent.Instance.Checking;

/// <summary>
/// Newest versions down to their bytes: the manifest in git gives the CID, the rows of small blocks are its own, the bytes in git have their hashes and
/// tags, and so has what the content store holds.
/// </summary>
public sealed class BlockCheck(VersionIndex index, ContentStore store)
{
    private const int SampleVersions = 100;

    // Manifests held at a time; files pass one by one.
    private const int PieceVersions = 16;

    /// <summary>Checks one tenant: all of its resources, or a sample spread over them.</summary>
    /// <exception cref="GitException">Git cannot read the repository.</exception>
    internal async Task RunAsync(TenantRepository tenant, bool full, FsckTally tally, IProgress<FsckProgress>? progress, CancellationToken ct)
    {
        var total = index.Marks(tenant.Tenant).Count();
        var step = full ? 1 : Math.Max(1, total / SampleVersions);
        var done = 0;
        foreach (var piece in index.Marks(tenant.Tenant).Where((_, i) => i % step == 0).Chunk(PieceVersions))
        {
            await PieceAsync(tenant.Content, [.. piece.Select(Find).OfType<ResourceVersion>()], full, tally, ct);
            done += piece.Length;
            progress?.Report(new FsckProgress(tenant.Tenant, "blocks", done, (total + step - 1) / step));
        }
    }

    private ResourceVersion? Find(VersionMark mark) =>
        ResourceId.TryParse(Encoding.UTF8.GetString(mark.Id), out var id, out _) ? index.Find(id) : null;

    private async Task PieceAsync(GitRepository repository, List<ResourceVersion> rows, bool full, FsckTally tally, CancellationToken ct)
    {
        var sound = new List<(Head Head, Manifest Manifest)>();
        byte[]? commit = null;
        await repository.ReadObjectsAsync([.. rows.SelectMany(row => Objects(row.Head))], (i, bytes) =>
        {
            if (i % 2 == 0)
                commit = bytes;
            else if (Version(rows[i / 2], commit, bytes, tally.Findings) is { } manifest)
                sound.Add((rows[i / 2].Head, manifest));
        }, ct);
        await FilesAsync(repository, sound, tally, ct);
        foreach (var (head, manifest) in sound)
            foreach (var entry in manifest.Entries.Where(entry => !IsStored(entry, full)))
                tally.Findings.Add(FindingKind.Content, head.Id.Tenant, $"The content store had wrong bytes of '{entry.Path}' of {head.Id}; it dropped them "
                    + "and takes them from git when they are asked for: look at the disk.");
    }

    private static string[] Objects(Head head) => [Commit(head), $"{Commit(head)}:{ResourceWriter.ManifestFile}"];

    /// <summary>The manifest of a newest version when it and the rows of its small blocks can be believed.</summary>
    private Manifest? Version(ResourceVersion row, byte[]? commit, byte[]? bytes, Findings findings)
    {
        var head = row.Head;
        // A row that says other things than its commit was told of when versions were compared.
        if (!VersionTrailers.TryRead(head.Id, head.Commit, commit, out var version) || version! with { Restores = null } != row)
            return null;
        if (!Manifest.TryRead(bytes, out var manifest, out _) || manifest.Root != head.Root)
        {
            findings.Add(FindingKind.Content, head.Id.Tenant, $"The manifest of {head.Id} {head.Label} in git does not give {head.Root}: publish the content "
                + "again, 'decent-instance restore' another version, or bring the repository from a backup.");
            return null;
        }
        // One that was published over meanwhile has the rows of the next.
        if (!Rows(head, manifest) && index.Find(head.Id) == row)
            findings.Add(FindingKind.Block, head.Id.Tenant, $"The index's small blocks of {head.Id} are not those of its newest version: "
                + "'decent-instance reindex' makes them right.");
        return manifest;
    }

    private bool Rows(Head head, Manifest manifest)
    {
        var expected = VersionBlocks.Of(manifest);
        var rows = index.Blocks(head.Id);
        return rows.Count == expected.Count && !rows.Where((row, i) => row.Leaf != expected.Leaf(i) || !row.Tag.AsSpan().SequenceEqual(expected.Tag(i))).Any();
    }

    /// <summary>Small files alone: larger ones have no small blocks, and git's own hash covers them.</summary>
    private static async Task FilesAsync(GitRepository repository, List<(Head Head, Manifest Manifest)> versions, FsckTally tally, CancellationToken ct)
    {
        var small = versions.SelectMany(v => v.Manifest.Entries.Where(entry => entry.HasTags).Select(entry => (v.Head, v.Manifest, Entry: entry))).ToList();
        var names = small.Select(s => $"{Commit(s.Head)}:{ResourceWriter.PathInTree(s.Head.Id, s.Head.IsFolder, s.Entry.Path)}");
        await repository.ReadObjectsAsync([.. names], (i, bytes) => File(small[i].Head, small[i].Manifest, small[i].Entry, bytes, tally), ct);
    }

    private static void File(Head head, Manifest manifest, ManifestEntry entry, byte[]? bytes, FsckTally tally)
    {
        if (bytes is null || bytes.Length != entry.Size || Wrong(manifest, entry, bytes))
            tally.Findings.Add(FindingKind.Content, head.Id.Tenant, $"What git has of '{entry.Path}' of {head.Id} {head.Label} is not {entry.Cid}: publish it "
                + "again, 'decent-instance restore' another version, or bring the repository from a backup.");
        else if (WrongTag(manifest, entry, bytes))
            tally.Findings.Add(FindingKind.Block, head.Id.Tenant, $"A tag in the manifest of {head.Id} {head.Label} is not that of its bytes, and boards never "
                + "find that block: publish the resource again with a change, which makes a new manifest.");
        tally.Blocks += entry.LeafCount;
    }

    private static bool Wrong(Manifest manifest, ManifestEntry entry, byte[] bytes) => Enumerable.Range(0, entry.LeafCount).Any(leaf =>
        !SHA256.HashData(Cut(entry, leaf, bytes)).AsSpan().SequenceEqual(manifest.LeafDigest(entry.FirstLeaf + leaf)));

    private static bool WrongTag(Manifest manifest, ManifestEntry entry, byte[] bytes) =>
        Enumerable.Range(0, entry.LeafCount).Any(leaf => !BlockTag.Matches(Cut(entry, leaf, bytes), manifest.LeafTag(entry.FirstLeaf + leaf)));

    private static ReadOnlySpan<byte> Cut(ManifestEntry entry, int leaf, byte[] bytes) => bytes.AsSpan((int)entry.LeafOffset(leaf), entry.LeafLength(leaf));

    /// <summary>Whether the store has right bytes of a file, or none.</summary>
    private bool IsStored(ManifestEntry entry, bool full)
    {
        if (!store.HasObject(entry.Cid))
            return true;
        using var reader = store.OpenObject(entry.Cid);
        var buffer = new byte[entry.ChunkSize];
        // Null for one that was evicted since, or whose file is gone.
        return reader is null ? !store.HasObject(entry.Cid)
            : Enumerable.Range(0, full ? reader.LeafCount : 1).All(leaf => reader.ReadLeaf(leaf, buffer) >= 0);
    }

    private static string Commit(Head head) => Convert.ToHexStringLower(head.Commit);
}
