using Decent.Peer;
using Decent.Protocol.Frames;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests.Forms;

internal sealed class CountersForm : IMessageForm
{
    public string Kind => "counters";

    public bool TakesTail => true;

    public int Write(FieldSet fields, byte[] buffer)
    {
        Counters counters = new()
        {
            BlocksServed = fields.Number("blocks-served"),
            BytesServed = fields.Number("bytes-served"),
            BytesFromCache = fields.Number("bytes-from-cache"),
            BytesFromPeers = fields.Number("bytes-from-peers"),
            BytesFromInstance = fields.Number("bytes-from-instance"),
            Wants = (uint)fields.Number("wants"),
            Haves = (uint)fields.Number("haves"),
            Gets = (uint)fields.Number("gets"),
            Malformed = (uint)fields.Number("malformed"),
            Limited = (uint)fields.Number("limited"),
            BlocksHeld = (uint)fields.Number("blocks-held"),
            BlocksStored = (uint)fields.Number("blocks-stored"),
            BlocksEvicted = (uint)fields.Number("blocks-evicted"),
            Pulls = (uint)fields.Number("pulls"),
            WrongBlocks = (uint)fields.Number("wrong-blocks"),
            Requests = (uint)fields.Number("requests"),
            Quarantined = (uint)fields.Number("quarantined"),
            FlashWrites = (uint)fields.Number("flash-writes"),
            Damaged = (uint)fields.Number("damaged"),
            FlashFailures = (uint)fields.Number("flash-failures"),
            PowerLosses = (uint)fields.Number("power-losses"),
            WorstSealMs = (uint)fields.Number("worst-seal-ms"),
            BatteryMillivolt = (ushort)fields.Number("battery-millivolt"),
            BatteryPercent = (byte)fields.Number("battery-percent"),
            BatteryMilliampere = fields.Signed("battery-milliampere"),
        };
        fields.To(counters.Envelope);
        return counters.Write(buffer);
    }

    public FieldSet? Read(byte[] buffer, int count)
    {
        Counters counters = new();
        return !counters.TryRead(buffer, count) ? null : EnvelopeFields.Of(counters.Envelope)
            .Set("blocks-served", counters.BlocksServed).Set("bytes-served", counters.BytesServed).Set("bytes-from-cache", counters.BytesFromCache)
            .Set("bytes-from-peers", counters.BytesFromPeers).Set("bytes-from-instance", counters.BytesFromInstance).Set("wants", counters.Wants)
            .Set("haves", counters.Haves).Set("gets", counters.Gets).Set("malformed", counters.Malformed)
            .Set("limited", counters.Limited).Set("blocks-held", counters.BlocksHeld).Set("blocks-stored", counters.BlocksStored)
            .Set("blocks-evicted", counters.BlocksEvicted).Set("pulls", counters.Pulls).Set("wrong-blocks", counters.WrongBlocks)
            .Set("requests", counters.Requests).Set("quarantined", counters.Quarantined)
            .Set("flash-writes", counters.FlashWrites).Set("damaged", counters.Damaged).Set("flash-failures", counters.FlashFailures)
            .Set("power-losses", counters.PowerLosses).Set("worst-seal-ms", counters.WorstSealMs)
            .Set("battery-millivolt", counters.BatteryMillivolt).Set("battery-percent", counters.BatteryPercent)
            .SetSigned("battery-milliampere", counters.BatteryMilliampere);
    }

    public FieldSet Some(Rng rng) => EnvelopeFields.Some(rng)
        .Numbers(rng, 64, "blocks-served", "bytes-served", "bytes-from-cache", "bytes-from-peers", "bytes-from-instance")
        .Numbers(rng, 32, "wants", "haves", "gets", "malformed", "limited", "blocks-held")
        .Numbers(rng, 32, "blocks-stored", "blocks-evicted", "pulls", "wrong-blocks", "requests", "quarantined")
        .Numbers(rng, 32, "flash-writes", "damaged", "flash-failures", "power-losses", "worst-seal-ms")
        .Numbers(rng, 16, "battery-millivolt").Numbers(rng, 8, "battery-percent").SetSigned(
            "battery-milliampere", unchecked((int)Tests.Some.Number(rng, 32)));

    public byte Ignored(byte[] message, int offset) => offset == 131 ? (byte)0xFF : (byte)0;
}
