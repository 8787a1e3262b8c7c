using Decent.Peer;
using Decent.Protocol.Frames;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests.Forms;

internal sealed class LogAckForm : IMessageForm
{
    public string Kind => "log-ack";

    public bool TakesTail => true;

    public int Write(FieldSet fields, byte[] buffer)
    {
        LogAck ack = new() { Upto = (uint)fields.Number("upto") };
        fields.Octets("mac").CopyTo(ack.Mac, 0);
        fields.To(ack.Envelope);
        return ack.Write(buffer);
    }

    public FieldSet? Read(byte[] buffer, int count)
    {
        LogAck ack = new();
        return !ack.TryRead(buffer, count) ? null : EnvelopeFields.Of(ack.Envelope)
            .Set("mac", ack.Mac).Set("upto", ack.Upto);
    }

    public FieldSet Some(Rng rng) => EnvelopeFields.Some(rng).Set("mac", Tests.Some.Bytes(rng, Seal.Bytes)).Numbers(rng, 32, "upto");
}
