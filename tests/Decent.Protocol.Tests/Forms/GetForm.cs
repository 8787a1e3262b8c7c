using Decent.Peer;
using Decent.Protocol.Datagrams;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests.Forms;

internal sealed class GetForm : IMessageForm
{
    public string Kind => "get";

    public bool TakesTail => false;

    public int Write(FieldSet fields, byte[] buffer)
    {
        Get get = new() { Nonce = fields.Number("nonce"), Missing = (byte)fields.Number("missing") };
        fields.Octets("tag").CopyTo(get.Tag, 0);
        fields.Octets("cookie").CopyTo(get.Cookie, 0);
        return get.Write(buffer);
    }

    public FieldSet? Read(byte[] buffer, int count)
    {
        Get get = new();
        return !get.TryRead(buffer, count) ? null : new FieldSet()
            .Set("nonce", get.Nonce).Set("tag", get.Tag).Set("cookie", get.Cookie).Set("missing", get.Missing);
    }

    public FieldSet Some(Rng rng) => new FieldSet()
        .Numbers(rng, 64, "nonce").Set("tag", Tests.Some.Bytes(rng, 16)).Set("cookie", Tests.Some.Bytes(rng, 8))
        .Set("missing", 1 + (ulong)rng.Below(7));
}
