using Decent.Peer;
using Decent.Protocol.Datagrams;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests.Forms;

internal sealed class DataForm : IMessageForm
{
    public string Kind => "data";

    public bool TakesTail => false;

    public int Write(FieldSet fields, byte[] buffer)
    {
        Data data = new()
        {
            Nonce = fields.Number("nonce"),
            Chunk = (byte)fields.Number("chunk"),
            Of = (byte)fields.Number("of"),
            Length = (int)fields.Number("length"),
        };
        fields.Octets("tag-prefix").CopyTo(data.TagPrefix, 0);
        return data.Write(buffer, fields.Octets("content"), 0);
    }

    public FieldSet? Read(byte[] buffer, int count)
    {
        Data data = new();
        return !data.TryRead(buffer, count) ? null : new FieldSet()
            .Set("nonce", data.Nonce).Set("tag-prefix", data.TagPrefix).Set("chunk", data.Chunk).Set("of", data.Of)
            .Set("length", (ulong)data.Length).Set("content", buffer, Data.ContentOffset, data.Length);
    }

    public FieldSet Some(Rng rng)
    {
        int of = 1 + rng.Below(Limits.ChunksMax);
        int chunk = rng.Below(of);
        int length = chunk < of - 1 ? Limits.ChunkBytesMax : 1 + rng.Below(Limits.ChunkBytesMax);
        return new FieldSet()
            .Numbers(rng, 64, "nonce").Set("tag-prefix", Tests.Some.Bytes(rng, 8)).Set("chunk", (ulong)chunk).Set("of", (ulong)of)
            .Set("length", (ulong)length).Set("content", Tests.Some.Bytes(rng, length));
    }
}
