using Decent.Peer;
using Decent.Protocol.Datagrams;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests.Forms;

internal sealed class GoneForm : IMessageForm
{
    public string Kind => "gone";

    public bool TakesTail => false;

    public int Write(FieldSet fields, byte[] buffer)
    {
        Gone gone = new() { Nonce = fields.Number("nonce"), Node = fields.Number("node") };
        return gone.Write(buffer);
    }

    public FieldSet? Read(byte[] buffer, int count)
    {
        Gone gone = new();
        return gone.TryRead(buffer, count) ? new FieldSet().Set("nonce", gone.Nonce).Set("node", gone.Node) : null;
    }

    public FieldSet Some(Rng rng) => new FieldSet().Numbers(rng, 64, "nonce", "node");
}
