using Decent.Peer;
using Decent.Protocol.Frames;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests.Forms;

/// <summary>The four fields of the envelope that a frame does not set itself.</summary>
internal static class EnvelopeFields
{
    public static void To(this FieldSet fields, Envelope envelope)
    {
        envelope.Flags = (ushort)fields.Number("flags");
        envelope.Link = fields.Number("link");
        envelope.Sequence = (uint)fields.Number("sequence");
        envelope.UptimeSeconds = (uint)fields.Number("uptime-seconds");
    }

    public static FieldSet Of(Envelope envelope) => new FieldSet()
        .Set("flags", envelope.Flags).Set("link", envelope.Link).Set("sequence", envelope.Sequence).Set("uptime-seconds", envelope.UptimeSeconds);

    public static FieldSet Some(Rng rng) => new FieldSet()
        .Numbers(rng, 16, "flags").Numbers(rng, 64, "link").Numbers(rng, 32, "sequence", "uptime-seconds");
}
