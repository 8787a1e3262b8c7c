using Decent.Peer;
using Decent.Protocol.Datagrams;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests.Forms;

internal sealed class WantResourceForm : IMessageForm
{
    public string Kind => "want-resource";

    public bool TakesTail => false;

    public int Write(FieldSet fields, byte[] buffer)
    {
        WantResource want = new()
        {
            Nonce = fields.Number("nonce"),
            Size = fields.Number("size"),
            ThresholdMilli = (uint)fields.Number("threshold-milli"),
            Unicast = fields.Number("unicast") == 1,
        };
        fields.Octets("key").CopyTo(want.Key, 0);
        fields.Octets("commit").CopyTo(want.Commit, 0);
        return want.Write(buffer);
    }

    public FieldSet? Read(byte[] buffer, int count)
    {
        WantResource want = new();
        return !want.TryRead(buffer, count) ? null : new FieldSet()
            .Set("nonce", want.Nonce).Set("key", want.Key).Set("commit", want.Commit).Set("size", want.Size)
            .Set("threshold-milli", want.ThresholdMilli).Set("unicast", want.Unicast ? 1UL : 0);
    }

    public FieldSet Some(Rng rng) => new FieldSet()
        .Numbers(rng, 64, "nonce", "size").Numbers(rng, 32, "threshold-milli").Numbers(rng, 1, "unicast")
        .Set("key", Tests.Some.Bytes(rng, 16)).Set("commit", Tests.Some.Bytes(rng, 20));

    public byte Ignored(byte[] message, int offset) => offset switch { 60 => 0xFE, > 60 => 0xFF, _ => 0 };
}
