using System.Security.Cryptography;
using Decent.Content;
using Decent.Content.Shards;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests;

/// <summary>Leaves and trees put together from the document alone, and then by Decent.Content.</summary>
internal static class ShardVectors
{
    private const int ShardBits = 15;

    public static void AssertEntry(Vector vector)
    {
        FieldSet fields = vector.Fields;
        byte[] digest = SHA256.HashData(fields.Octets("id"));
        Assert.Equal(digest, fields.Octets("digest"));
        Assert.Equal(fields.Number("shard"), (ulong)((digest[0] << 7) | (digest[1] >> 1)));
        byte[] bytes = Entry(fields, "");
        vector.AssertBytes(bytes);
        Assert.Equal(SHA256.HashData([0, .. bytes]), fields.Octets("leaf"));

        ShardEntry entry = Read(fields, "");
        vector.AssertBytes(entry.ToBytes());
        Assert.Equal(new ShardNode(1, fields.Octets("leaf")), new ShardTree([entry]).Root);
    }

    public static void AssertTree(Vector vector)
    {
        FieldSet fields = vector.Fields;
        string[] marks = [.. Enumerable.Range(0, 16).Select(i => $"-{i}").TakeWhile(mark => fields.Has("id" + mark))];
        vector.AssertBytes(Hash([.. marks.Select(mark => Entry(fields, mark))], ShardBits));

        ShardEntry[] entries = [.. marks.Select(mark => Read(fields, mark))];
        Assert.All(entries, entry => Assert.Equal(fields.Number("shard"), (ulong)entry.Id.Shard));
        vector.AssertBytes(new ShardTree(entries).Root.Hash);
        vector.AssertBytes(new ShardTree(entries.Reverse()).Root.Hash);
    }

    /// <summary>The three rules of the document, word for word.</summary>
    private static byte[] Hash(byte[][] entries, int bit) => entries.Length switch
    {
        0 => new byte[32],
        1 => SHA256.HashData([0, .. entries[0]]),
        _ => SHA256.HashData([1, .. Hash(Half(entries, bit, 0), bit + 1), .. Hash(Half(entries, bit, 1), bit + 1)]),
    };

    private static byte[][] Half(byte[][] entries, int bit, int value) =>
        [.. entries.Where(entry => ((entry[bit / 8] >> (7 - (bit % 8))) & 1) == value)];

    private static byte[] Entry(FieldSet fields, string mark)
    {
        byte[] bytes = new byte[104];
        new ByteWriter(bytes).Fixed(SHA256.HashData(fields.Octets("id" + mark)), 32)
            .Fixed(fields.Octets("commit" + mark), Limits.CommitBytes).Fixed(fields.Octets("cid" + mark), Limits.CidBytes)
            .U64(fields.Number("size" + mark)).U64(fields.Number("count" + mark));
        return bytes;
    }

    private static ShardEntry Read(FieldSet fields, string mark)
    {
        Assert.True(ResourceId.TryParse(fields.Quoted("id" + mark), out ResourceId? id, out _));
        Assert.True(Cid.TryRead(fields.Octets("cid" + mark), out Cid cid));
        return new ShardEntry(id, fields.Octets("commit" + mark), cid, (long)fields.Number("size" + mark), (long)fields.Number("count" + mark));
    }
}
