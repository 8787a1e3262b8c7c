using Decent.Peer;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests.Forms;

internal sealed class BoardRecordForm : IMessageForm
{
    public string Kind => "board-record";

    /// <summary>Whatever a longer record left behind this one in its file means nothing.</summary>
    public bool TakesTail => true;

    public byte Ignored(byte[] message, int offset) => 0;

    public int Write(FieldSet fields, byte[] buffer)
    {
        int count = Of(fields).Write(buffer);
        if (count > 0)
        {
            Assert.Equal(fields.Number("crc"), BitConverter.ToUInt32(buffer, count - 4));
        }

        return count;
    }

    public FieldSet? Read(byte[] buffer, int count)
    {
        BoardRecord record = new();
        if (record.Read(buffer, count) != BoardFault.None)
        {
            return null;
        }

        FieldSet fields = new FieldSet()
            .Set("sequence", record.Sequence).Set("node", record.Node).Set("key", record.Key).Set("partition-bytes", record.PartitionBytes)
            .Set("offered-bytes-per-second", record.OfferedBytesPerSecond).Set("blocks", record.Blocks).Set("udp-port", record.UdpPort)
            .Set("board", record.Board).Set("led-pin", record.LedPin).Set("admission", record.Admission).Set("mac", record.Mac)
            .Set("crc", BitConverter.ToUInt32(buffer, BitConverter.ToUInt16(buffer, 6) - 4));
        fields.Add("name", $"\"{record.Name}\"");
        fields.Add("secret", $"\"{record.Secret}\"");
        fields.Add("instance", $"\"{record.Instance}\"");
        fields.Add("edge", $"\"{record.Edge}\"");
        fields.Add("broker", $"\"{record.Broker}\"");
        return fields;
    }

    public FieldSet Some(Rng rng)
    {
        BoardRecord record = new()
        {
            Sequence = (uint)Tests.Some.Number(rng, 32),
            Node = Tests.Some.Number(rng, 64),
            PartitionBytes = (1 << 16) + (uint)rng.Below(1 << 24),
            OfferedBytesPerSecond = 5_000 + (uint)rng.Below(99_995_000),
            Blocks = (ushort)rng.Below(BoardRecord.BlocksMax + 1),
            UdpPort = (ushort)Tests.Some.Number(rng, 16),
            Board = (byte)(1 + rng.Below(6)),
            LedPin = (byte)rng.Below(256),
            Admission = (byte)rng.Below(3),
            Name = "node-" + new string('a', rng.Below(28)),
            Secret = new string('~', 1 + rng.Below(BoardRecord.SecretCharsMax)),
            Instance = rng.Below(2) == 0 ? "" : $"http://{new string('h', 1 + rng.Below(180))}:{1 + rng.Below(65_535)}",
            Edge = rng.Below(2) == 0 ? "" : "http://" + new string('e', 1 + rng.Below(193)),
            Broker = rng.Below(2) == 0 ? "" : $"10.0.0.1:{1 + rng.Below(65_535)}",
        };
        Tests.Some.Bytes(rng, BoardRecord.KeyBytes).CopyTo(record.Key, 0);
        Tests.Some.Bytes(rng, BoardRecord.MacBytes).CopyTo(record.Mac, 0);
        byte[] buffer = new byte[BoardRecord.BytesMax];
        return Read(buffer, record.Write(buffer))!;
    }

    private static BoardRecord Of(FieldSet fields)
    {
        BoardRecord record = new()
        {
            Sequence = (uint)fields.Number("sequence"),
            Node = fields.Number("node"),
            PartitionBytes = (uint)fields.Number("partition-bytes"),
            OfferedBytesPerSecond = (uint)fields.Number("offered-bytes-per-second"),
            Blocks = (ushort)fields.Number("blocks"),
            UdpPort = (ushort)fields.Number("udp-port"),
            Board = (byte)fields.Number("board"),
            LedPin = (byte)fields.Number("led-pin"),
            Admission = (byte)fields.Number("admission"),
            Name = fields.Quoted("name"),
            Secret = fields.Quoted("secret"),
            Instance = fields.Quoted("instance"),
            Edge = fields.Quoted("edge"),
            Broker = fields.Quoted("broker"),
        };
        fields.Octets("key").CopyTo(record.Key, 0);
        fields.Octets("mac").CopyTo(record.Mac, 0);
        return record;
    }
}
