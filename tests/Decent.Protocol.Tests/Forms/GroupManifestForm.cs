using Decent.Peer;
using Decent.Protocol.Frames;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests.Forms;

internal sealed class GroupManifestForm : IMessageForm
{
    public string Kind => "group-manifest";

    public bool TakesTail => true;

    public int Write(FieldSet fields, byte[] buffer)
    {
        GroupManifest manifest = new()
        {
            Group = (byte)fields.Number("group"),
            GroupSequence = (uint)fields.Number("group-sequence"),
            Resources = (uint)fields.Number("resources"),
            Writes = fields.Number("writes"),
        };
        fields.Octets("root").CopyTo(manifest.Root, 0);
        fields.To(manifest.Envelope);
        return manifest.Write(buffer);
    }

    public FieldSet? Read(byte[] buffer, int count)
    {
        GroupManifest manifest = new();
        return !manifest.TryRead(buffer, count) ? null : EnvelopeFields.Of(manifest.Envelope)
            .Set("group", manifest.Group).Set("group-sequence", manifest.GroupSequence).Set("resources", manifest.Resources)
            .Set("writes", manifest.Writes).Set("root", manifest.Root);
    }

    public FieldSet Some(Rng rng) => EnvelopeFields.Some(rng)
        .Numbers(rng, 8, "group").Numbers(rng, 32, "group-sequence", "resources").Numbers(rng, 64, "writes")
        .Set("root", Tests.Some.Bytes(rng, 32));

    public byte Ignored(byte[] message, int offset) => offset is >= 21 and < 24 ? (byte)0xFF : (byte)0;
}
