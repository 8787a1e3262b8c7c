using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Decent.Content.Dag;

namespace Decent.Content;

/// <summary>Reads the manifest's bytes; what it accepts, <see cref="ManifestWriter"/> writes back byte for byte.</summary>
internal static class ManifestReader
{
    public const int HeaderLength = 48;
    public const int EntryLengthMin = 2 + 8 + 4;

    public static ReadOnlySpan<byte> Magic => "DCM1"u8;

    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Manifest? manifest, out string rule)
    {
        manifest = null;
        rule = HeaderRuleBroken(bytes, out Cid root, out int count);
        if (rule.Length > 0)
        {
            return false;
        }

        byte[] own = bytes.ToArray();
        bool isFolder = bytes[4] == 2;
        List<ManifestEntry> entries = new(Math.Min(count, 1024));
        if (!TryReadEntries(own, count, isFolder, entries, out int at, out rule))
        {
            return false;
        }

        if (!TryReadTables(own, at, entries, out List<LeafTable> tables))
        {
            rule = "a manifest must hold exactly the leaves that its entries have";
            return false;
        }

        if (!TryBuild(isFolder, entries, tables, out Cid built, out rule))
        {
            return false;
        }

        if (built != root)
        {
            rule = "a manifest's leaves must rebuild its root CID";
            return false;
        }

        manifest = new Manifest(own, root, isFolder, entries, tables);
        return true;
    }

    /// <summary>Computes every file's CID into its entry and the root of them all; false, with the rule, when there is none.</summary>
    public static bool TryBuild(bool isFolder, List<ManifestEntry> entries, List<LeafTable> tables, out Cid root, out string rule)
    {
        using FileDag files = new(Chunking.Width);
        using FolderDag folders = new(null);
        root = default;
        rule = "";
        for (int i = 0; i < entries.Count; i++)
        {
            tables[i].TryRoot(files, out DagLink file);
            entries[i] = entries[i] with { Cid = file.Cid };
            root = file.Cid;
            if (isFolder && !folders.TryAdd(entries[i].Path, file, out rule))
            {
                return false;
            }
        }

        if (isFolder && folders.TryEnd(out DagLink folder, out rule))
        {
            root = folder.Cid;
        }

        return rule.Length == 0;
    }

    private static string HeaderRuleBroken(ReadOnlySpan<byte> bytes, out Cid root, out int count)
    {
        root = default;
        count = 0;
        if (bytes.Length is < HeaderLength or > Manifest.BytesMax)
        {
            return "a manifest must have 48 bytes to 64 MiB";
        }

        if (!bytes.StartsWith(Magic) || bytes[4] is not (1 or 2) || bytes[5] != 0 || bytes[6] != 0 || bytes[7] != 0)
        {
            return "a manifest must begin with DCM1, its kind (1 or 2) and three zero bytes";
        }

        if (!Cid.TryRead(bytes.Slice(8, Cid.BytesLength), out root))
        {
            return "a manifest's root must be a CIDv1 with sha2-256 and codec raw or dag-pb";
        }

        uint entries = BinaryPrimitives.ReadUInt32LittleEndian(bytes[44..]);
        bool fits = entries > 0 && entries <= (bytes.Length - HeaderLength) / EntryLengthMin && (bytes[4] == 2 || entries == 1);
        count = fits ? (int)entries : 0;
        return fits ? "" : "a manifest must have as many entries as it says: one for a file, at least one for a folder";
    }

    private static bool TryReadEntries(byte[] bytes, int count, bool isFolder, List<ManifestEntry> entries, out int at, out string rule)
    {
        at = HeaderLength;
        long leaves = 0;
        rule = "a manifest's entry must have a path in UTF-8, a size, and the chunk size that follows from it";
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> rest = bytes.AsSpan(at);
            int length = rest.Length < EntryLengthMin ? int.MaxValue : BinaryPrimitives.ReadUInt16LittleEndian(rest);
            if (length > rest.Length - EntryLengthMin || length == 0 == isFolder || !EntryName.TryDecode(rest.Slice(2, length), out string path))
            {
                return false;
            }

            long size = BinaryPrimitives.ReadInt64LittleEndian(rest[(2 + length)..]);
            int chunk = BinaryPrimitives.ReadInt32LittleEndian(rest[(10 + length)..]);
            if (size < 0 || chunk != Chunking.ChunkSizeFor(size))
            {
                return false;
            }

            long own = Chunking.LeafCount(size, chunk);
            if (leaves + own > bytes.Length / 32)
            {
                return false;
            }

            entries.Add(new ManifestEntry { Path = path, Size = size, ChunkSize = chunk, Cid = default, FirstLeaf = (int)leaves, LeafCount = (int)own });
            leaves += own;
            at += EntryLengthMin + length;
        }

        rule = "";
        return true;
    }

    private static bool TryReadTables(byte[] bytes, int at, List<ManifestEntry> entries, out List<LeafTable> tables)
    {
        tables = new(entries.Count);
        foreach (ManifestEntry entry in entries)
        {
            long length = (long)entry.LeafCount * LeafTable.StrideOf(entry.ChunkSize);
            if (length > bytes.Length - at)
            {
                return false;
            }

            tables.Add(new LeafTable(entry.Size, entry.ChunkSize, bytes.AsMemory(at, (int)length)));
            at += (int)length;
        }

        return at == bytes.Length;
    }
}
