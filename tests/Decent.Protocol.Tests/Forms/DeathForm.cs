using Decent.Peer;
using Decent.Protocol.Frames;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests.Forms;

internal sealed class DeathForm : IMessageForm
{
    public string Kind => "death";

    public bool TakesTail => true;

    public int Write(FieldSet fields, byte[] buffer)
    {
        Death death = new() { Reason = (byte)fields.Number("reason") };
        if (death.Reason == Death.ReasonPower)
        {
            death.Run = (uint)fields.Number("run");
            fields.Octets("proof").CopyTo(death.Proof, 0);
        }

        fields.To(death.Envelope);
        return death.Write(buffer);
    }

    public FieldSet? Read(byte[] buffer, int count)
    {
        Death death = new();
        if (!death.TryRead(buffer, count))
        {
            return null;
        }

        FieldSet fields = EnvelopeFields.Of(death.Envelope).Set("reason", death.Reason);
        return death.Reason == Death.ReasonPower ? fields.Set("run", death.Run).Set("proof", death.Proof) : fields;
    }

    public FieldSet Some(Rng rng)
    {
        FieldSet fields = EnvelopeFields.Some(rng);
        byte reason = (byte)(1 + rng.Below(3));
        fields.Set("reason", reason);
        return reason == Death.ReasonPower ? fields.Numbers(rng, 32, "run").Set("proof", Tests.Some.Bytes(rng, Death.ProofBytes)) : fields;
    }

    public byte Ignored(byte[] message, int offset) => offset is >= 21 and < 24 ? (byte)0xFF : (byte)0;
}
