using System.Security.Cryptography;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests;

/// <summary>The manifest put together from the document's table alone; Decent.Content's own reader and writer are tested in their room.</summary>
internal static class ManifestFile
{
    private const uint SmallChunk = 4032;

    public static void AssertVector(Vector vector)
    {
        FieldSet fields = vector.Fields;
        byte[] buffer = new byte[1024];
        int files = Enumerable.Range(0, 16).TakeWhile(i => fields.Has($"path-{i}")).Count();
        byte[] root = fields.Octets("root");
        ByteWriter w = new ByteWriter(buffer).Bytes("DCM1"u8.ToArray(), 0, 4).U8((int)fields.Number("kind")).Zeros(3)
            .Bytes(root, 0, Limits.CidBytes).U32((uint)files);
        for (int i = 0; i < files; i++)
        {
            byte[] path = fields.Octets($"path-{i}");
            w.U16(path.Length).Bytes(path, 0, path.Length).U64((ulong)fields.Octets($"content-{i}").Length).U32(SmallChunk);
        }

        for (int i = 0; i < files; i++)
        {
            WriteLeaves(w, fields.Octets($"content-{i}"));
        }

        Assert.False(w.Failed);
        vector.AssertBytes(buffer.AsSpan(0, w.Count));
        if (fields.Number("kind") == 1)
        {
            Assert.Equal([1, 0x55, 0x12, 0x20, .. SHA256.HashData(fields.Octets("content-0"))], root);
        }
    }

    private static void WriteLeaves(ByteWriter w, byte[] content)
    {
        for (int at = 0; at == 0 || at < content.Length; at += (int)SmallChunk)
        {
            byte[] leaf = content[at..Math.Min(content.Length, at + (int)SmallChunk)];
            w.Bytes(SHA256.HashData(leaf), 0, 32).Bytes(HMACSHA256.HashData("dcdn-block-v1"u8, leaf), 0, Limits.TagBytes);
        }
    }
}
