using Decent.Peer;
using Decent.Protocol.Frames;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests.Forms;

internal sealed class RunGrantForm : IMessageForm
{
    public string Kind => "run-grant";

    public bool TakesTail => true;

    public int Write(FieldSet fields, byte[] buffer)
    {
        RunGrant grant = new()
        {
            Kind = (byte)fields.Number("kind"),
            Verdict = (byte)fields.Number("verdict"),
            Run = (uint)fields.Number("run"),
        };
        fields.Octets("mac").CopyTo(grant.Mac, 0);
        fields.Octets("key").CopyTo(grant.Key, 0);
        fields.To(grant.Envelope);
        return grant.Write(buffer);
    }

    public FieldSet? Read(byte[] buffer, int count)
    {
        RunGrant grant = new();
        return !grant.TryRead(buffer, count) ? null : EnvelopeFields.Of(grant.Envelope)
            .Set("mac", grant.Mac).Set("kind", grant.Kind).Set("verdict", grant.Verdict).Set("run", grant.Run).Set("key", grant.Key);
    }

    public FieldSet Some(Rng rng) => EnvelopeFields.Some(rng)
        .Set("mac", Tests.Some.Bytes(rng, Seal.Bytes)).Set("kind", (ulong)(1 + rng.Below(2))).Set("verdict", (ulong)rng.Below(5)).Numbers(rng, 32, "run")
        .Set("key", Tests.Some.Bytes(rng, RunGrant.KeyBytes));

    public byte Ignored(byte[] message, int offset) => offset is (>= 38 and < 40) ? (byte)0xFF : (byte)0;
}
