using Decent.Peer;
using Decent.Protocol.Frames;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests.Forms;

internal sealed class CommandForm : IMessageForm
{
    public string Kind => "command";

    public bool TakesTail => true;

    public int Write(FieldSet fields, byte[] buffer)
    {
        Command command = new()
        {
            Id = fields.Number("id"),
            Verb = (byte)fields.Number("verb"),
            UntilUptimeSeconds = (uint)fields.Number("until-uptime-seconds"),
            Value = (uint)fields.Number("value"),
            Count = (int)fields.Number("count"),
        };
        fields.Octets("mac").CopyTo(command.Mac, 0);
        fields.Octets("tags").CopyTo(command.Tags, 0);
        fields.To(command.Envelope);
        return command.Write(buffer);
    }

    public FieldSet? Read(byte[] buffer, int count)
    {
        Command command = new();
        return !command.TryRead(buffer, count) ? null : EnvelopeFields.Of(command.Envelope)
            .Set("mac", command.Mac).Set("id", command.Id).Set("verb", command.Verb)
            .Set("until-uptime-seconds", command.UntilUptimeSeconds).Set("value", command.Value)
            .Set("count", (ulong)command.Count).Set("tags", command.Tags, 0, command.Count * Limits.TagBytes);
    }

    public FieldSet Some(Rng rng)
    {
        int count = rng.Below(Command.TagsMax + 1);
        return EnvelopeFields.Some(rng).Set("mac", Tests.Some.Bytes(rng, Seal.Bytes)).Numbers(rng, 64, "id").Numbers(rng, 8, "verb")
            .Numbers(rng, 32, "until-uptime-seconds", "value").Set("count", (ulong)count).Set("tags", Tests.Some.Bytes(rng, count * Limits.TagBytes));
    }

    public byte Ignored(byte[] message, int offset) => offset is (>= 45 and < 48) or (>= 57 and < 60) ? (byte)0xFF : (byte)0;
}
