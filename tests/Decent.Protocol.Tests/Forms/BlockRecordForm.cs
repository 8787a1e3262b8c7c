using Decent.Peer;
using Decent.Peer.BlockCache;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests.Forms;

internal sealed class BlockRecordForm : IMessageForm
{
    public string Kind => "block-record";

    /// <summary>The payload follows.</summary>
    public bool TakesTail => true;

    public int Write(FieldSet fields, byte[] buffer)
    {
        BlockRecord record = new()
        {
            Sequence = (uint)fields.Number("sequence"),
            Length = (int)fields.Number("length"),
            PayloadCrc = (uint)fields.Number("payload-crc"),
        };
        fields.Octets("tag").CopyTo(record.Tag, 0);
        record.Write(buffer);
        Assert.Equal(fields.Number("crc"), BitConverter.ToUInt32(buffer, BlockRecord.HeaderBytes - 4));
        return BlockRecord.HeaderBytes;
    }

    public FieldSet? Read(byte[] buffer, int count)
    {
        BlockRecord record = new();
        return !record.TryRead(buffer, count) ? null : new FieldSet()
            .Set("sequence", record.Sequence).Set("length", (ulong)record.Length).Set("tag", record.Tag)
            .Set("payload-crc", record.PayloadCrc).Set("crc", BitConverter.ToUInt32(buffer, BlockRecord.HeaderBytes - 4));
    }

    public FieldSet Some(Rng rng)
    {
        BlockRecord record = new()
        {
            Sequence = (uint)Tests.Some.Number(rng, 32),
            Length = rng.Below(Limits.BlockBytesMax + 1),
            PayloadCrc = (uint)Tests.Some.Number(rng, 32),
        };
        Tests.Some.Bytes(rng, Limits.TagBytes).CopyTo(record.Tag, 0);
        byte[] bytes = new byte[BlockRecord.HeaderBytes];
        record.Write(bytes);
        return new FieldSet()
            .Set("sequence", record.Sequence).Set("length", (ulong)record.Length).Set("tag", record.Tag)
            .Set("payload-crc", record.PayloadCrc).Set("crc", BitConverter.ToUInt32(bytes, BlockRecord.HeaderBytes - 4));
    }
}
