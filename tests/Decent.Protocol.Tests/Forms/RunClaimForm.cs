using Decent.Peer;
using Decent.Protocol.Frames;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests.Forms;

internal sealed class RunClaimForm : IMessageForm
{
    public string Kind => "run-claim";

    public bool TakesTail => true;

    public int Write(FieldSet fields, byte[] buffer)
    {
        RunClaim claim = new()
        {
            Stage = (byte)fields.Number("stage"),
            ProofKind = (byte)fields.Number("proof-kind"),
            Run = (uint)fields.Number("run"),
            PreviousRun = (uint)fields.Number("previous-run"),
        };
        fields.Octets("proof").CopyTo(claim.Proof, 0);
        fields.To(claim.Envelope);
        return claim.Write(buffer);
    }

    public FieldSet? Read(byte[] buffer, int count)
    {
        RunClaim claim = new();
        return !claim.TryRead(buffer, count) ? null : EnvelopeFields.Of(claim.Envelope)
            .Set("stage", claim.Stage).Set("proof-kind", claim.ProofKind).Set("run", claim.Run).Set("previous-run", claim.PreviousRun)
            .Set("proof", claim.Proof);
    }

    public FieldSet Some(Rng rng) => EnvelopeFields.Some(rng)
        .Set("stage", (ulong)(1 + rng.Below(3))).Set("proof-kind", (ulong)rng.Below(3)).Numbers(rng, 32, "run", "previous-run")
        .Set("proof", Tests.Some.Bytes(rng, RunClaim.ProofBytes));

    public byte Ignored(byte[] message, int offset) => offset is (>= 22 and < 24) ? (byte)0xFF : (byte)0;
}
