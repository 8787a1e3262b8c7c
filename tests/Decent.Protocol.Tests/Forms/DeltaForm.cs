using Decent.Peer;
using Decent.Protocol.Frames;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests.Forms;

internal sealed class DeltaForm : IMessageForm
{
    public string Kind => "delta";

    public bool TakesTail => true;

    public int Write(FieldSet fields, byte[] buffer)
    {
        Delta delta = new() { Group = (byte)fields.Number("group"), GroupSequence = (uint)fields.Number("group-sequence") };
        fields.To(delta.Envelope);
        for (int i = 0; i < (int)fields.Number("count"); i++)
        {
            Assert.True(delta.Add(fields.Octets($"key-{i}"), fields.Octets($"commit-{i}"), fields.Octets($"cid-{i}"),
                fields.Number($"size-{i}"), (uint)fields.Number($"writes-{i}")));
        }

        return delta.Write(buffer);
    }

    public FieldSet? Read(byte[] buffer, int count)
    {
        Delta delta = new();
        if (!delta.TryRead(buffer, count))
        {
            return null;
        }

        FieldSet fields = EnvelopeFields.Of(delta.Envelope)
            .Set("group", delta.Group).Set("count", (ulong)delta.Count).Set("group-sequence", delta.GroupSequence);
        byte[] key = new byte[Limits.KeyBytes];
        byte[] commit = new byte[Limits.CommitBytes];
        byte[] cid = new byte[Limits.CidBytes];
        for (int i = 0; i < delta.Count; i++)
        {
            delta.Entry(i, key, commit, cid, out ulong size, out uint writes);
            fields.Set($"key-{i}", key).Set($"commit-{i}", commit).Set($"cid-{i}", cid).Set($"size-{i}", size).Set($"writes-{i}", writes);
        }

        return fields;
    }

    public FieldSet Some(Rng rng)
    {
        int count = 1 + rng.Below(Delta.EntriesMax);
        FieldSet fields = EnvelopeFields.Some(rng).Numbers(rng, 8, "group").Numbers(rng, 32, "group-sequence").Set("count", (ulong)count);
        for (int i = 0; i < count; i++)
        {
            fields.Set($"key-{i}", Tests.Some.Bytes(rng, 16)).Set($"commit-{i}", Tests.Some.Bytes(rng, 20))
                .Set($"cid-{i}", Tests.Some.Bytes(rng, 36)).Numbers(rng, 64, $"size-{i}").Numbers(rng, 32, $"writes-{i}");
        }

        return fields;
    }

    public byte Ignored(byte[] message, int offset) => offset is 22 or 23 ? (byte)0xFF : (byte)0;
}
