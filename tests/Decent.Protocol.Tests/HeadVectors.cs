using System.Security.Cryptography;
using Decent.Content;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests;

/// <summary>Signed bytes put together from the document's tables alone, and then by Decent.Content.</summary>
internal static class HeadVectors
{
    public static void AssertHead(Vector vector)
    {
        FieldSet fields = vector.Fields;
        byte[] id = fields.Octets("id");
        byte[] label = fields.Octets("label");
        byte[] signed = new byte[88 + id.Length + label.Length];
        ByteWriter w = new ByteWriter(signed).Bytes("DCH1"u8.ToArray(), 0, 4).U8((int)fields.Number("kind")).U8(id.Length).U8(label.Length).Zeros(1)
            .Fixed(fields.Octets("commit"), Limits.CommitBytes).Fixed(fields.Octets("cid"), Limits.CidBytes)
            .U64(fields.Number("size")).U64(fields.Number("count")).U64(fields.Number("time-ms"))
            .Bytes(id, 0, id.Length).Bytes(label, 0, label.Length);
        Assert.False(w.Failed);
        vector.AssertBytes(signed);
        byte[] spki = vector.Context.Octets("public-key");
        Assert.Equal(fields.Quoted("key"), Text(SHA256.HashData(spki)[..16]));
        Assert.True(IsSigned(spki, signed, fields.Octets("signature")));

        Head head = Read(fields);
        vector.AssertBytes(head.ToSignedBytes());
        Assert.True(HeadKey.TryRead(spki, out HeadKey? key));
        Assert.True(key.HasSigned(head));
        Assert.True(Head.TryParseJson(head.ToJson(), out Head? again) && key.HasSigned(again) && again == head);
    }

    public static void AssertRotation(Vector vector)
    {
        byte[] old = vector.Context.Octets("old-key");
        byte[] next = vector.Context.Octets("new-key");
        FieldSet fields = vector.Fields;
        byte[] signed = new byte[80];
        new ByteWriter(signed).Bytes("DCK1"u8.ToArray(), 0, 4).Zeros(4)
            .Fixed(fields.Octets("old"), 32).Fixed(fields.Octets("new"), 32).U64(fields.Number("since-ms"));
        vector.AssertBytes(signed);
        Assert.Equal(SHA256.HashData(old), fields.Octets("old"));
        Assert.Equal(SHA256.HashData(next), fields.Octets("new"));
        Assert.True(IsSigned(old, signed, fields.Octets("signature")));

        Assert.True(HeadKey.TryRead(old, out HeadKey? before));
        Assert.True(HeadKey.TryRead(next, out HeadKey? after));
        HeadKeyLink link = new(after, DateTimeOffset.FromUnixTimeMilliseconds((long)fields.Number("since-ms")), fields.Octets("signature"));
        vector.AssertBytes(HeadKeyLink.Message(before, after, link.Since));
        Assert.True(link.Follows(before));
        Assert.False(link.Follows(after));
    }

    private static Head Read(FieldSet fields)
    {
        Assert.True(ResourceId.TryParse(fields.Quoted("id"), out ResourceId? id, out _));
        Assert.True(Cid.TryRead(fields.Octets("cid"), out Cid cid));
        return new Head
        {
            Id = id,
            Label = fields.Quoted("label"),
            Commit = fields.Octets("commit"),
            Root = cid,
            Size = (long)fields.Number("size"),
            Count = (long)fields.Number("count"),
            Time = DateTimeOffset.FromUnixTimeMilliseconds((long)fields.Number("time-ms")),
            IsFolder = fields.Number("kind") == 2,
            Signature = new HeadSignature(fields.Quoted("key"), fields.Octets("signature")),
        };
    }

    private static bool IsSigned(byte[] spki, byte[] message, byte[] signature)
    {
        using ECDsa key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(spki, out _);
        return key.VerifyData(message, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static string Text(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
