using Decent.Peer;
using Decent.Protocol.Datagrams;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests.Forms;

internal sealed class WantBlocksForm : IMessageForm
{
    public string Kind => "want-blocks";

    public bool TakesTail => false;

    public int Write(FieldSet fields, byte[] buffer)
    {
        WantBlocks want = new()
        {
            Nonce = fields.Number("nonce"),
            ThresholdMilli = (uint)fields.Number("threshold-milli"),
            Count = (int)fields.Number("count"),
            Unicast = fields.Number("unicast") == 1,
        };
        fields.Octets("tags").CopyTo(want.Tags, 0);
        return want.Write(buffer);
    }

    public FieldSet? Read(byte[] buffer, int count)
    {
        WantBlocks want = new();
        return !want.TryRead(buffer, count) ? null : new FieldSet()
            .Set("nonce", want.Nonce).Set("threshold-milli", want.ThresholdMilli).Set("count", (ulong)want.Count)
            .Set("unicast", want.Unicast ? 1UL : 0).Set("tags", want.Tags, 0, want.Count * Limits.TagBytes);
    }

    public FieldSet Some(Rng rng)
    {
        int count = 1 + rng.Below(Limits.WantTagsMax);
        return new FieldSet()
            .Numbers(rng, 64, "nonce").Numbers(rng, 32, "threshold-milli").Numbers(rng, 1, "unicast")
            .Set("count", (ulong)count).Set("tags", Tests.Some.Bytes(rng, count * Limits.TagBytes));
    }

    public byte Ignored(byte[] message, int offset)
    {
        if (offset == 17)
        {
            return 0xFE;
        }

        return offset is 18 or 19 || offset >= 20 + (16 * message[16]) ? (byte)0xFF : (byte)0;
    }
}
