using Decent.Peer;
using Decent.Protocol.Frames;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests.Forms;

internal sealed class DeathForm : IMessageForm
{
    public string Kind => "death";

    public bool TakesTail => true;

    public int Write(FieldSet fields, byte[] buffer)
    {
        Death death = new() { Reason = (byte)fields.Number("reason") };
        fields.To(death.Envelope);
        return death.Write(buffer);
    }

    public FieldSet? Read(byte[] buffer, int count)
    {
        Death death = new();
        return death.TryRead(buffer, count) ? EnvelopeFields.Of(death.Envelope).Set("reason", death.Reason) : null;
    }

    public FieldSet Some(Rng rng) => EnvelopeFields.Some(rng).Numbers(rng, 8, "reason");

    public byte Ignored(byte[] message, int offset) => offset is >= 21 and < 24 ? (byte)0xFF : (byte)0;
}
