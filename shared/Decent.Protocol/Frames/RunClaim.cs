namespace Decent.Protocol.Frames
{
    /// <summary>
    /// A node's side of the account of its runs, 64 bytes: at a start it shows what it was given in the run before, at a clean stop it asks for the
    /// termination hash, and it says when something that it was given stands in flash.
    /// </summary>
    public sealed class RunClaim
    {
        /// <summary>A run has started: asks for its secret.</summary>
        public const byte StageOpen = 1;

        /// <summary>About to stop in order: asks for a termination hash.</summary>
        public const byte StageClosing = 2;

        /// <summary>What was granted is stored: the file is closed.</summary>
        public const byte StageStored = 3;

        /// <summary>Nothing of an earlier run is at hand.</summary>
        public const byte ProofNone = 0;

        public const byte ProofTermination = 1;

        public const byte ProofSecret = 2;

        public const int ProofBytes = 32;

        public readonly Envelope Envelope = new Envelope();

        public byte Stage;

        public byte ProofKind;

        /// <summary>The boot counter now.</summary>
        public uint Run;

        /// <summary>The run in which the key behind the proof was granted; 0 without one.</summary>
        public uint PreviousRun;

        /// <summary>HMAC(that key, a word, node id, run), 32 bytes; zeros without one.</summary>
        public readonly byte[] Proof = new byte[ProofBytes];

        public int Write(byte[] buffer)
        {
            ByteWriter w = Envelope.Write(buffer, FrameType.RunClaim)
                .U8(Stage).U8(ProofKind).Zeros(2).U32(Run).U32(PreviousRun).Fixed(Proof, ProofBytes);
            return w.Failed ? 0 : w.Count;
        }

        public bool TryRead(byte[] buffer, int count)
        {
            ByteReader r = new ByteReader(buffer, 0, count);
            if (!Envelope.Read(r) || Envelope.Type != FrameType.RunClaim) return false;
            Stage = r.U8();
            ProofKind = r.U8();
            r.Skip(2);
            Run = r.U32();
            PreviousRun = r.U32();
            r.Bytes(Proof);
            return !r.Failed && Stage >= StageOpen && Stage <= StageStored && ProofKind <= ProofSecret;
        }
    }
}
