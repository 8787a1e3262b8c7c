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
            Segment = (uint)fields.Number("segment"),
            Number = (byte)fields.Number("record"),
            Flags = (byte)fields.Number("flags"),
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
            .Set("segment", record.Segment).Set("record", record.Number).Set("flags", record.Flags).Set("length", (ulong)record.Length).Set("tag", record.Tag)
            .Set("payload-crc", record.PayloadCrc).Set("crc", BitConverter.ToUInt32(buffer, BlockRecord.HeaderBytes - 4));
    }

    public FieldSet Some(Rng rng)
    {
        BlockRecord record = new()
        {
            Segment = (uint)Tests.Some.Number(rng, 32),
            Number = (byte)rng.Below(SegmentLayout.RecordsMax),
            Flags = (byte)rng.Below(4),
            Length = rng.Below(Limits.BlockBytesMax + 1),
            PayloadCrc = (uint)Tests.Some.Number(rng, 32),
        };
        Tests.Some.Bytes(rng, Limits.TagBytes).CopyTo(record.Tag, 0);
        byte[] bytes = new byte[BlockRecord.HeaderBytes];
        record.Write(bytes);
        return new FieldSet()
            .Set("segment", record.Segment).Set("record", record.Number).Set("flags", record.Flags).Set("length", (ulong)record.Length).Set("tag", record.Tag)
            .Set("payload-crc", record.PayloadCrc).Set("crc", BitConverter.ToUInt32(bytes, BlockRecord.HeaderBytes - 4));
    }
}
