using Decent.Peer;
using Decent.Protocol.Frames;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests.Forms;

internal sealed class CommandResultForm : IMessageForm
{
    public string Kind => "command-result";

    public bool TakesTail => true;

    public int Write(FieldSet fields, byte[] buffer)
    {
        CommandResult result = new()
        {
            Id = fields.Number("id"),
            Status = (byte)fields.Number("status"),
            Value = (uint)fields.Number("value"),
        };
        fields.To(result.Envelope);
        return result.Write(buffer);
    }

    public FieldSet? Read(byte[] buffer, int count)
    {
        CommandResult result = new();
        return !result.TryRead(buffer, count) ? null : EnvelopeFields.Of(result.Envelope)
            .Set("id", result.Id).Set("status", result.Status).Set("value", result.Value);
    }

    public FieldSet Some(Rng rng) => EnvelopeFields.Some(rng).Numbers(rng, 64, "id").Numbers(rng, 8, "status").Numbers(rng, 32, "value");

    public byte Ignored(byte[] message, int offset) => offset is (>= 29 and < 32) ? (byte)0xFF : (byte)0;
}
