using Decent.Peer;
using Decent.Protocol.Frames;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests.Forms;

internal sealed class BirthForm : IMessageForm
{
    public string Kind => "birth";

    public bool TakesTail => true;

    public int Write(FieldSet fields, byte[] buffer)
    {
        Birth birth = new()
        {
            Kind = (byte)fields.Number("kind"),
            WireMin = (byte)fields.Number("wire-min"),
            WireMax = (byte)fields.Number("wire-max"),
            Boot = (uint)fields.Number("boot"),
            Connects = (uint)fields.Number("connects"),
            Address = (uint)fields.Number("address"),
            UdpPort = (ushort)fields.Number("udp-port"),
            HttpPort = (ushort)fields.Number("http-port"),
            OfferedBytesPerSecond = (uint)fields.Number("offered-bytes-per-second"),
            BlocksMax = (uint)fields.Number("blocks-max"),
            BlocksHeld = (uint)fields.Number("blocks-held"),
            CacheBytesMax = fields.Number("cache-bytes-max"),
            CacheBytesHeld = fields.Number("cache-bytes-held"),
            FreeHeapBytes = (uint)fields.Number("free-heap-bytes"),
            Software = fields.Octets("software"),
        };
        fields.To(birth.Envelope);
        return birth.Write(buffer);
    }

    public FieldSet? Read(byte[] buffer, int count)
    {
        Birth birth = new();
        return !birth.TryRead(buffer, count) ? null : EnvelopeFields.Of(birth.Envelope)
            .Set("kind", birth.Kind).Set("wire-min", birth.WireMin).Set("wire-max", birth.WireMax)
            .Set("boot", birth.Boot).Set("connects", birth.Connects).Set("address", birth.Address)
            .Set("udp-port", birth.UdpPort).Set("http-port", birth.HttpPort)
            .Set("offered-bytes-per-second", birth.OfferedBytesPerSecond)
            .Set("blocks-max", birth.BlocksMax).Set("blocks-held", birth.BlocksHeld)
            .Set("cache-bytes-max", birth.CacheBytesMax).Set("cache-bytes-held", birth.CacheBytesHeld)
            .Set("free-heap-bytes", birth.FreeHeapBytes)
            .Set("software", birth.Software);
    }

    public FieldSet Some(Rng rng) => EnvelopeFields.Some(rng)
        .Numbers(rng, 8, "kind", "wire-min", "wire-max")
        .Numbers(rng, 32, "boot", "connects", "address", "offered-bytes-per-second", "blocks-max", "blocks-held", "free-heap-bytes")
        .Numbers(rng, 16, "udp-port", "http-port")
        .Numbers(rng, 64, "cache-bytes-max", "cache-bytes-held")
        .Set("software", Tests.Some.Bytes(rng, rng.Below(Birth.VersionBytesMax + 1)));
}
