using Decent.Peer;
using Decent.Protocol.Frames;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests.Forms;

internal sealed class InventoryForm : IMessageForm
{
    public string Kind => "inventory";

    public bool TakesTail => true;

    public int Write(FieldSet fields, byte[] buffer)
    {
        Inventory inventory = new()
        {
            Generation = (uint)fields.Number("generation"),
            BlocksHeld = (uint)fields.Number("blocks-held"),
            BlocksMax = (uint)fields.Number("blocks-max"),
            BlocksPinned = (uint)fields.Number("blocks-pinned"),
        };
        fields.Octets("digest").CopyTo(inventory.Digest, 0);
        fields.To(inventory.Envelope);
        return inventory.Write(buffer);
    }

    public FieldSet? Read(byte[] buffer, int count)
    {
        Inventory inventory = new();
        return !inventory.TryRead(buffer, count) ? null : EnvelopeFields.Of(inventory.Envelope)
            .Set("generation", inventory.Generation).Set("blocks-held", inventory.BlocksHeld).Set("blocks-max", inventory.BlocksMax)
            .Set("blocks-pinned", inventory.BlocksPinned).Set("digest", inventory.Digest);
    }

    public FieldSet Some(Rng rng) => EnvelopeFields.Some(rng)
        .Numbers(rng, 32, "generation", "blocks-held", "blocks-max", "blocks-pinned")
        .Set("digest", Tests.Some.Bytes(rng, Limits.TagBytes));
}
