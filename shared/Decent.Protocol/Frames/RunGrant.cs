namespace Decent.Protocol.Frames
{
    /// <summary>The instance's answer to a claim, 76 bytes, sealed: a run's secret, or its termination hash.</summary>
    public sealed class RunGrant
    {
        /// <summary>The secret of the run named.</summary>
        public const byte KindSecret = 1;

        /// <summary>The termination hash of the run named: whoever shows it next was stopped in order.</summary>
        public const byte KindTermination = 2;

        /// <summary>Nothing was shown, or nothing is known of an earlier run.</summary>
        public const byte VerdictNone = 0;

        public const byte VerdictGraceful = 1;

        /// <summary>Mains power was lost and the node said so in time.</summary>
        public const byte VerdictAnnounced = 2;

        public const byte VerdictUngraceful = 3;

        /// <summary>What was shown was never given, or was used before.</summary>
        public const byte VerdictMismatch = 4;

        public const int KeyBytes = 32;

        public readonly Envelope Envelope = new Envelope();

        /// <summary>See <see cref="Seal"/>.</summary>
        public readonly byte[] Mac = new byte[Seal.Bytes];

        public byte Kind;

        /// <summary>What the instance made of the run before.</summary>
        public byte Verdict;

        public uint Run;

        public readonly byte[] Key = new byte[KeyBytes];

        public int Write(byte[] buffer)
        {
            ByteWriter w = Envelope.Write(buffer, FrameType.RunGrant).Fixed(Mac, Seal.Bytes)
                .U8(Kind).U8(Verdict).Zeros(2).U32(Run).Fixed(Key, KeyBytes);
            return w.Failed ? 0 : w.Count;
        }

        public bool TryRead(byte[] buffer, int count)
        {
            ByteReader r = new ByteReader(buffer, 0, count);
            if (!Envelope.Read(r) || Envelope.Type != FrameType.RunGrant) return false;
            r.Bytes(Mac);
            Kind = r.U8();
            Verdict = r.U8();
            r.Skip(2);
            Run = r.U32();
            r.Bytes(Key);
            return !r.Failed && Kind >= KindSecret && Kind <= KindTermination && Verdict <= VerdictMismatch;
        }
    }
}
