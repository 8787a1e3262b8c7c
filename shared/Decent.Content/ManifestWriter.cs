using System.Buffers.Binary;
using System.Text;

namespace Decent.Content;

/// <summary>Makes a manifest from files whose leaves are known, in path order.</summary>
internal static class ManifestWriter
{
    /// <summary>The manifest; refused when the paths, a directory node or the whole break a rule.</summary>
    public static Manifest Create(bool isFolder, IReadOnlyList<(string Path, LeafTable Leaves)> files)
    {
        List<ManifestEntry> entries = new(files.Count);
        List<LeafTable> tables = new(files.Count);
        int first = 0;
        foreach ((string path, LeafTable leaves) in files)
        {
            entries.Add(new ManifestEntry
            {
                Path = path, Size = leaves.Size, ChunkSize = leaves.ChunkSize, Cid = default, FirstLeaf = first, LeafCount = leaves.Count,
            });
            tables.Add(leaves);
            first += leaves.Count;
        }

        if (!ManifestReader.TryBuild(isFolder, entries, tables, out Cid root, out string rule))
        {
            throw new ContentRefusedException(rule);
        }

        if (!Manifest.TryRead(Encode(isFolder, root, entries, tables), out Manifest? manifest, out rule))
        {
            throw new ContentRefusedException(rule);
        }

        return manifest;
    }

    private static byte[] Encode(bool isFolder, Cid root, List<ManifestEntry> entries, List<LeafTable> tables)
    {
        long length = ManifestReader.HeaderLength + entries.Sum(e => ManifestReader.EntryLengthMin + (long)Encoding.UTF8.GetByteCount(e.Path))
            + tables.Sum(t => (long)t.Bytes.Length);
        if (length > Manifest.BytesMax)
        {
            throw new ContentRefusedException("a version must not need a manifest above 64 MiB: publish it as several resources");
        }

        byte[] bytes = new byte[length];
        ManifestReader.Magic.CopyTo(bytes);
        bytes[4] = (byte)(isFolder ? 2 : 1);
        root.Write(bytes.AsSpan(8));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(44), (uint)entries.Count);
        Span<byte> rest = bytes.AsSpan(ManifestReader.HeaderLength);
        foreach (ManifestEntry entry in entries)
        {
            int path = Encoding.UTF8.GetBytes(entry.Path, rest[2..]);
            BinaryPrimitives.WriteUInt16LittleEndian(rest, (ushort)path);
            BinaryPrimitives.WriteInt64LittleEndian(rest[(2 + path)..], entry.Size);
            BinaryPrimitives.WriteInt32LittleEndian(rest[(10 + path)..], entry.ChunkSize);
            rest = rest[(ManifestReader.EntryLengthMin + path)..];
        }

        foreach (LeafTable table in tables)
        {
            table.Bytes.Span.CopyTo(rest);
            rest = rest[table.Bytes.Length..];
        }

        return bytes;
    }
}
