using System.Security.Cryptography;
using System.Text;
using Decent.Peer;
using Decent.Peer.Answering;
using Decent.Peer.Availability;
using Decent.Protocol.Frames;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests;

/// <summary>The golden vectors that are no messages: ids, keys, topics, sums.</summary>
internal static class RuleVectors
{
    /// <summary>What must hold for a vector of each kind.</summary>
    public static IReadOnlyDictionary<string, Action<Vector>> All { get; } = new Dictionary<string, Action<Vector>>
    {
        ["node-id"] = NodeId,
        ["resource-key"] = ResourceKey,
        ["tag"] = TagOfBlock,
        ["link"] = Link,
        ["claim-proof"] = ClaimProof,
        ["gasp-proof"] = GaspProof,
        ["crc32"] = Crc,
        ["cookie"] = Cookie,
        ["topics"] = TopicNames,
        ["avasc"] = Score,
        ["manifest"] = ManifestFile.AssertVector,
        ["block-order"] = BlockOrderFile.AssertVector,
        ["head"] = HeadVectors.AssertHead,
        ["key-rotation"] = HeadVectors.AssertRotation,
        ["shard-entry"] = ShardVectors.AssertEntry,
        ["shard-tree"] = ShardVectors.AssertTree,
    };

    private static void NodeId(Vector vector)
    {
        string name = vector.Fields.Quoted("name");
        Assert.True(NodeName.IsValid(name));
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        vector.AssertBytes(digest.AsSpan(0, 8));
        Assert.Equal(vector.Fields.Number("hh"), digest[0]);
        Assert.Equal(vector.Fields.Number("node"), new ByteReader(digest, 0, 8).U64());
    }

    private static void ResourceKey(Vector vector)
    {
        byte[] digest = SHA256.HashData(vector.Fields.Octets("id"));
        Assert.Equal(vector.Fields.Octets("key"), digest[..Limits.KeyBytes]);
        Assert.Equal(vector.Fields.Number("group"), digest[0]);
    }

    private static void TagOfBlock(Vector vector)
    {
        byte[] payload = vector.Fields.Octets("payload");
        byte[] mac = HMACSHA256.HashData("dcdn-block-v1"u8, payload);
        vector.AssertBytes(mac.AsSpan(0, Limits.TagBytes));
        Assert.True(Tag.Matches(new Sha256Hmac(), payload, payload.Length, mac, 0));
    }

    private static void Link(Vector vector)
    {
        byte[] message = new byte[12];
        new ByteWriter(message).Bytes("link"u8.ToArray(), 0, 4)
            .U32((uint)vector.Fields.Number("boot")).U32((uint)vector.Fields.Number("connects"));
        Assert.Equal(vector.Fields.Octets("message"), message);
        byte[] mac = HMACSHA256.HashData(vector.Fields.Octets("node-key"), message);
        vector.AssertBytes(mac.AsSpan(0, 8));
        Assert.Equal(vector.Fields.Number("link"), new ByteReader(mac, 0, 8).U64());
    }

    private static void ClaimProof(Vector vector)
    {
        byte[] key = vector.Context.Octets("key");
        ulong node = vector.Fields.Number("node");
        uint run = (uint)vector.Fields.Number("run");
        Assert.Equal(vector.Fields.Octets("back"), RunKeys.Proof(new Sha256Hmac(), key, RunClaim.StageOpen, node, run));
        Assert.Equal(vector.Fields.Octets("kept"), RunKeys.Proof(new Sha256Hmac(), key, RunClaim.StageStored, node, run));
        byte[] message = new byte[16];
        new ByteWriter(message).Bytes("back"u8.ToArray(), 0, 4).U64(node).U32(run);
        Assert.Equal(vector.Fields.Octets("back"), HMACSHA256.HashData(key, message));
    }

    private static void GaspProof(Vector vector)
    {
        byte[] key = vector.Context.Octets("node-key");
        FieldSet fields = vector.Fields;
        (ulong node, uint run, ulong link, uint sequence) =
            (fields.Number("node"), (uint)fields.Number("run"), fields.Number("link"), (uint)fields.Number("sequence"));
        byte[] message = new byte[28];
        new ByteWriter(message).Bytes("gasp"u8.ToArray(), 0, 4).U64(node).U32(run).U64(link).U32(sequence);
        Assert.Equal(fields.Octets("message"), message);
        byte[] proof = RunKeys.Gasp(new Sha256Hmac(), key, node, run, link, sequence);
        vector.AssertBytes(proof);
        Assert.Equal(HMACSHA256.HashData(key, message)[..Death.ProofBytes], proof);
    }

    private static void Crc(Vector vector)
    {
        byte[] text = vector.Fields.Octets("text");
        Assert.Equal(vector.Fields.Number("crc"), Crc32.Of(text, 0, text.Length));
    }

    private static void Cookie(Vector vector)
    {
        CookieJar jar = new(new Sha256Hmac(), vector.Fields.Octets("secret"));
        byte[] cookie = new byte[Limits.CookieBytes];
        jar.Bake((long)vector.Fields.Number("now-ms"), (uint)vector.Fields.Number("address"), (ushort)vector.Fields.Number("port"), cookie);
        vector.AssertBytes(cookie);
    }

    private static void TopicNames(Vector vector)
    {
        string node = vector.Context.Quoted("node");
        byte group = (byte)vector.Context.Number("group");
        byte hh = SHA256.HashData(Encoding.UTF8.GetBytes(node))[0];
        FieldSet fields = vector.Fields;
        Assert.Equal(fields.Quoted("node"), Topics.Node(hh, node));
        Assert.Equal(fields.Quoted("state"), Topics.State(hh, node));
        Assert.Equal(fields.Quoted("counters"), Topics.Counters(hh, node));
        Assert.Equal(fields.Quoted("log"), Topics.Log(hh, node));
        Assert.Equal(fields.Quoted("inventory"), Topics.Inventory(hh, node));
        Assert.Equal(fields.Quoted("claims"), Topics.Claims(hh, node));
        Assert.Equal(fields.Quoted("results"), Topics.Results(hh, node));
        Assert.Equal(fields.Quoted("commands"), Topics.Commands(hh, node));
        Assert.Equal(fields.Quoted("manifest"), Topics.Manifest(group));
        Assert.Equal(fields.Quoted("delta"), Topics.Delta(group));
        Assert.Equal(fields.Quoted("instance"), Topics.Instance(vector.Context.Quoted("instance")));
        Assert.Equal(Topics.AllUp, fields.Quoted("all-up"));
        Assert.Equal(Topics.AllManifests, fields.Quoted("all-manifests"));
        Assert.Equal(Topics.AllDeltas, fields.Quoted("all-deltas"));
    }

    private static void Score(Vector vector) => Assert.Equal((long)vector.Fields.Number("milli"), Avasc.Milli(
        (long)vector.Fields.Number("up-seconds"), (int)vector.Fields.Number("ungraceful-today"), (long)vector.Fields.Number("bytes-per-second")));
}
