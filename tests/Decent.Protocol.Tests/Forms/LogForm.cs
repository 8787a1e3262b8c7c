using Decent.Peer;
using Decent.Protocol.Frames;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests.Forms;

internal sealed class LogForm : IMessageForm
{
    public string Kind => "log";

    public bool TakesTail => true;

    public int Write(FieldSet fields, byte[] buffer)
    {
        LogChunk log = new() { Count = (int)fields.Number("count") };
        fields.Octets("records").CopyTo(log.Records, 0);
        fields.To(log.Envelope);
        return log.Write(buffer);
    }

    public FieldSet? Read(byte[] buffer, int count)
    {
        LogChunk log = new();
        return !log.TryRead(buffer, count) ? null : EnvelopeFields.Of(log.Envelope)
            .Set("count", (ulong)log.Count).Set("records", log.Records, 0, log.Count * RunRecord.Bytes);
    }

    public FieldSet Some(Rng rng)
    {
        int count = 1 + rng.Below(LogChunk.RecordsMax);
        return EnvelopeFields.Some(rng).Set("count", (ulong)count).Set("records", Tests.Some.Bytes(rng, count * RunRecord.Bytes));
    }

    public byte Ignored(byte[] message, int offset) => offset is >= 21 and < 24 ? (byte)0xFF : (byte)0;
}
