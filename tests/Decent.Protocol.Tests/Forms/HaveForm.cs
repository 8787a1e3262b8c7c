using Decent.Peer;
using Decent.Protocol.Datagrams;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests.Forms;

internal sealed class HaveForm : IMessageForm
{
    public string Kind => "have";

    public bool TakesTail => false;

    public int Write(FieldSet fields, byte[] buffer)
    {
        Have have = new()
        {
            Nonce = fields.Number("nonce"),
            Node = fields.Number("node"),
            Load = (byte)fields.Number("load"),
            Flags = (byte)fields.Number("flags"),
            HttpPort = (ushort)fields.Number("http-port"),
            IsBlocks = fields.Has("bitmap"),
        };
        fields.Octets("cookie").CopyTo(have.Cookie, 0);
        fields.Octets("ticket").CopyTo(have.Ticket, 0);
        have.Bitmap = have.IsBlocks ? fields.Number("bitmap") : 0;
        return have.Write(buffer);
    }

    public FieldSet? Read(byte[] buffer, int count)
    {
        Have have = new();
        if (!have.TryRead(buffer, count))
        {
            return null;
        }

        FieldSet fields = new FieldSet()
            .Set("nonce", have.Nonce).Set("node", have.Node).Set("load", have.Load).Set("flags", have.Flags)
            .Set("http-port", have.HttpPort).Set("cookie", have.Cookie).Set("ticket", have.Ticket);
        return have.IsBlocks ? fields.Set("bitmap", have.Bitmap) : fields;
    }

    public FieldSet Some(Rng rng)
    {
        FieldSet fields = new FieldSet()
            .Numbers(rng, 64, "nonce", "node").Numbers(rng, 8, "load", "flags").Numbers(rng, 16, "http-port")
            .Set("cookie", Tests.Some.Bytes(rng, 8)).Set("ticket", Tests.Some.Bytes(rng, 80));
        return rng.Below(2) == 0 ? fields : fields.Numbers(rng, 64, "bitmap");
    }
}
