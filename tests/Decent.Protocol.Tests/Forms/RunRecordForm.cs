using Decent.Peer;
using Decent.Protocol.Frames;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests.Forms;

internal sealed class RunRecordForm : IMessageForm
{
    public string Kind => "run-record";

    /// <summary>A record stands among others, so whatever follows is not its own.</summary>
    public bool TakesTail => true;

    public int Write(FieldSet fields, byte[] buffer)
    {
        RunRecord record = new()
        {
            Type = (byte)fields.Number("type"),
            ClockQuality = (byte)fields.Number("clock-quality"),
            Flags = (ushort)fields.Number("flags"),
            Run = (uint)fields.Number("run"),
            Sequence = (uint)fields.Number("sequence"),
            WallSeconds = fields.Number("wall-seconds"),
            RunSeconds = (uint)fields.Number("run-seconds"),
            Chain = (uint)fields.Number("chain"),
        };
        Assert.Equal(fields.Number("crc"), record.Write(buffer, 0));
        return RunRecord.Bytes;
    }

    public FieldSet? Read(byte[] buffer, int count)
    {
        RunRecord record = new();
        if (count < 0 || count > buffer.Length || !record.TryRead(buffer[..count], 0))
        {
            return null;
        }

        return new FieldSet()
            .Set("type", record.Type).Set("clock-quality", record.ClockQuality).Set("flags", record.Flags).Set("run", record.Run)
            .Set("sequence", record.Sequence).Set("wall-seconds", record.WallSeconds).Set("run-seconds", record.RunSeconds)
            .Set("chain", record.Chain).Set("crc", BitConverter.ToUInt32(buffer, RunRecord.Bytes - 4));
    }

    public FieldSet Some(Rng rng)
    {
        RunRecord record = new()
        {
            Type = (byte)(1 + rng.Below(4)),
            ClockQuality = (byte)rng.Below(256),
            Flags = (ushort)Tests.Some.Number(rng, 16),
            Run = (uint)Tests.Some.Number(rng, 32),
            Sequence = (uint)Tests.Some.Number(rng, 32),
            WallSeconds = Tests.Some.Number(rng, 64),
            RunSeconds = (uint)Tests.Some.Number(rng, 32),
            Chain = (uint)Tests.Some.Number(rng, 32),
        };
        return new FieldSet()
            .Set("type", record.Type).Set("clock-quality", record.ClockQuality).Set("flags", record.Flags).Set("run", record.Run)
            .Set("sequence", record.Sequence).Set("wall-seconds", record.WallSeconds).Set("run-seconds", record.RunSeconds)
            .Set("chain", record.Chain).Set("crc", record.Write(new byte[RunRecord.Bytes], 0));
    }
}
