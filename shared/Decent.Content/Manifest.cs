using System.Diagnostics.CodeAnalysis;
using Decent.Content.Dag;

namespace Decent.Content;

/// <summary>
/// The files and leaves of one version, in one canonical encoding. It exists only when the UnixFS DAG rebuilt from it gives its root,
/// so digests are as good as the root is. Tags are not covered by the root: a wrong tag makes its block unfindable, never wrong.
/// </summary>
public sealed class Manifest
{
    /// <summary>Bytes of the largest manifest that is read or made: 64 MiB.</summary>
    public const int BytesMax = 64 * 1024 * 1024;

    private readonly byte[] _bytes;
    private readonly List<ManifestEntry> _entries;
    private readonly List<LeafTable> _tables;

    internal Manifest(byte[] bytes, Cid root, bool isFolder, List<ManifestEntry> entries, List<LeafTable> tables)
    {
        _bytes = bytes;
        Root = root;
        IsFolder = isFolder;
        _entries = entries;
        _tables = tables;
        foreach (ManifestEntry entry in entries)
        {
            Size += entry.Size;
            LeafCount += entry.LeafCount;
        }
    }

    /// <summary>The CID of the version: that of the file, or of the folder's root directory.</summary>
    public Cid Root { get; }

    /// <summary>True for a folder, even one of a single file.</summary>
    public bool IsFolder { get; }

    /// <summary>Content bytes of all files.</summary>
    public long Size { get; }

    /// <summary>The files in path order; exactly one, with the path "", when this is no folder.</summary>
    public IReadOnlyList<ManifestEntry> Entries => _entries;

    /// <summary>Leaves of all files.</summary>
    public int LeafCount { get; }

    /// <summary>Bytes of the encoding.</summary>
    public int EncodedLength => _bytes.Length;

    /// <summary>False, with the rule broken, for bytes that are not the canonical encoding or do not rebuild their root.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Manifest? manifest, out string rule) =>
        ManifestReader.TryRead(bytes, out manifest, out rule);

    /// <summary>The 32 bytes of the sha2-256 of a leaf, numbered 0 to LeafCount - 1 through all files.</summary>
    public ReadOnlySpan<byte> LeafDigest(int leaf) => _tables[EntryOf(leaf, out int own)].Digest(own);

    /// <summary>The 16 bytes of the tag of a leaf; empty when it is not a small block.</summary>
    public ReadOnlySpan<byte> LeafTag(int leaf) => _tables[EntryOf(leaf, out int own)].Tag(own);

    /// <summary>The canonical encoding, in an array of its own.</summary>
    public byte[] ToBytes() => [.. _bytes];

    /// <summary>The entry with exactly this path, or null.</summary>
    public ManifestEntry? Find(string path)
    {
        int low = 0;
        for (int high = _entries.Count - 1; low <= high;)
        {
            int middle = (low + high) / 2;
            int compared = PathOrder.Compare(_entries[middle].Path, path);
            if (compared == 0)
            {
                return string.Equals(_entries[middle].Path, path, StringComparison.Ordinal) ? _entries[middle] : null;
            }

            (low, high) = compared < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    /// <summary>Every dag-pb node, children before parents; leaves are not among them. A file that occurs twice gives its nodes twice.</summary>
    public IEnumerable<DagNode> Nodes()
    {
        List<DagNode> nodes = [];
        using FileDag files = new(Chunking.Width);
        using FolderDag folders = new(nodes.Add);
        for (int i = 0; i < _entries.Count; i++)
        {
            _tables[i].TryRoot(files, out DagLink file, nodes.Add);
            if (IsFolder)
            {
                folders.TryAdd(_entries[i].Path, file, out _);
            }

            foreach (DagNode node in nodes)
            {
                yield return node;
            }

            nodes.Clear();
        }

        if (IsFolder)
        {
            folders.TryEnd(out _, out _);
        }

        foreach (DagNode node in nodes)
        {
            yield return node;
        }
    }

    internal LeafTable TableOf(ManifestEntry entry) => _tables[EntryOf(entry.FirstLeaf, out _)];

    private int EntryOf(int leaf, out int own)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(leaf);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(leaf, LeafCount);
        int low = 0, high = _entries.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            (low, high) = _entries[middle].FirstLeaf <= leaf ? (middle, high) : (low, middle - 1);
        }

        own = leaf - _entries[low].FirstLeaf;
        return low;
    }
}
