using System.Runtime.InteropServices;
using Decent.Hosting.Identity;
using Decent.Mqtt;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Instance.Nodes;

/// <summary>Reads what nodes say. Foreign bytes: never throws, never keeps more than a frame.</summary>
internal static class UpFrameReader
{
    /// <summary>Taken with a frame, or the reason why not.</summary>
    public static FrameVerdict Read(MqttMessage message, out UpFrame? frame)
    {
        frame = null;
        if (!Topics.TryReadUp(message.Topic, out var branch, out var node, out var leaf) || NodeId.Of(node).Branch != branch)
            return FrameVerdict.Misplaced;
        if (message.Payload.Length == 0)
            return FrameVerdict.Unread;
        if (message.Payload.Length > Limits.FrameBytesMax)
            return FrameVerdict.Malformed;
        var bytes = Bytes(message.Payload);
        var start = new UpFrame { Node = node, Retained = message.Retain };
        frame = leaf switch
        {
            "s" => State(start, bytes),
            "c" => new Counters() is var counters && counters.TryRead(bytes, bytes.Length) ? start with { Counters = counters } : null,
            "l" => Log(start, bytes),
            "i" => new Inventory() is var inventory && inventory.TryRead(bytes, bytes.Length) ? start with { Inventory = inventory } : null,
            "k" => new RunClaim() is var claim && claim.TryRead(bytes, bytes.Length) ? start with { Claim = claim } : null,
            "r" => new CommandResult() is var result && result.TryRead(bytes, bytes.Length) ? start with { Result = result } : null,
            _ => null,
        };
        return frame is not null ? FrameVerdict.Taken : leaf is "s" or "c" or "l" or "i" or "k" or "r" ? FrameVerdict.Malformed : FrameVerdict.Unread;
    }

    private static UpFrame? State(UpFrame start, byte[] bytes)
    {
        if (Will.TryRead(bytes, bytes.Length, out var link))
            return start with { Will = link };
        var birth = new Birth();
        if (birth.TryRead(bytes, bytes.Length))
            return birth.Kind is Birth.KindBoard or Birth.KindEdge ? start with { Birth = birth } : null;
        var death = new Death();
        return death.TryRead(bytes, bytes.Length) && death.Reason is Death.ReasonStopped or Death.ReasonPower ? start with { Death = death } : null;
    }

    /// <summary>All records or none: one wrong CRC, or one out of order, says that the sender's log, or the sender, is not to be believed.</summary>
    private static UpFrame? Log(UpFrame start, byte[] bytes)
    {
        var chunk = new LogChunk();
        if (!chunk.TryRead(bytes, bytes.Length))
            return null;
        var records = new List<RunRecord>(chunk.Count);
        for (var i = 0; i < chunk.Count; i++)
        {
            var record = new RunRecord();
            if (!record.TryRead(chunk.Records, i * RunRecord.Bytes) || (i > 0 && record.Sequence <= records[i - 1].Sequence))
                return null;
            records.Add(record);
        }
        return start with { LogEnvelope = chunk.Envelope, Log = records };
    }

    private static byte[] Bytes(ReadOnlyMemory<byte> payload) =>
        MemoryMarshal.TryGetArray(payload, out var whole) && whole.Offset == 0 && whole.Count == whole.Array!.Length ? whole.Array : payload.ToArray();
}
