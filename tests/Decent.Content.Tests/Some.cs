using System.Security.Cryptography;
using System.Text;
using Decent.Content.Dag;
using Decent.Content.Shards;

namespace Decent.Content.Tests;

/// <summary>Test data that follows from its arguments alone.</summary>
internal static class Some
{
    private static readonly ShardEntry[] AllMates = [.. Shards.MateNumbers.All.Select((number, i) => ShardEntry.Of(Head($"mates/{number}", i + 1)))];

    public static byte[] Pattern(int length)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
        {
            bytes[i] = unchecked((byte)(i * 31));
        }

        return bytes;
    }

    /// <summary>Bytes that do not repeat: sha2-256 in counter mode.</summary>
    public static byte[] Noise(int length, int seed)
    {
        byte[] bytes = new byte[length];
        for (int at = 0, i = 0; at < length; at += 32, i++)
        {
            byte[] block = SHA256.HashData(Encoding.ASCII.GetBytes($"{seed}/{i}"));
            block.AsSpan(0, Math.Min(32, length - at)).CopyTo(bytes.AsSpan(at));
        }

        return bytes;
    }

    public static ResourceId Id(string text) => ResourceId.TryParse(text, out ResourceId? id, out string rule) ? id : throw new ArgumentException(rule);

    public static Head Head(string id, long count) => new()
    {
        Id = Id(id),
        Label = $"20260102-{count}-here",
        Commit = SHA256.HashData(Encoding.UTF8.GetBytes(id + count))[..20],
        Root = Content.Cid.Raw(SHA256.HashData(Encoding.UTF8.GetBytes(id))),
        Size = 5,
        Count = count,
        Time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        IsFolder = false,
    };

    /// <summary>The shard of <see cref="Mates"/>.</summary>
    public static int MatesShard => Id("mates/0").Shard;

    /// <summary>The first of at most 1,024 entries that stand in one shard.</summary>
    public static ShardEntry[] Mates(int count) => [.. AllMates.Take(count)];

    /// <summary>The CID of a file computed from the definitions, apart from the store's own import.</summary>
    public static Cid FileCid(byte[] bytes) => Link(bytes).Cid;

    public static DagLink Link(byte[] bytes)
    {
        int chunk = Chunking.ChunkSizeFor(bytes.Length);
        byte[] digests = bytes.Length == 0 ? SHA256.HashData([]) : [.. bytes.Chunk(chunk).SelectMany(SHA256.HashData)];
        using FileDag dag = new(Chunking.Width);
        return dag.Root(bytes.Length, chunk, digests, 32, null);
    }

    public static Manifest Manifest(params (string Path, byte[] Bytes)[] files)
    {
        bool isFolder = files[0].Path.Length > 0;
        return ManifestWriter.Create(isFolder, [.. files.Select(f => (f.Path, Table(f.Bytes)))]);
    }

    public static LeafTable Table(byte[] bytes)
    {
        using Import.LeafHasher hasher = new(bytes.Length);
        byte[] buffer = new byte[Chunking.LargeChunk];
        for (int at = 0; at < bytes.Length;)
        {
            Span<byte> piece = hasher.Piece(buffer, at);
            bytes.AsSpan(at, piece.Length).CopyTo(piece);
            hasher.Add(piece);
            at += piece.Length;
        }

        return hasher.Table;
    }
}
