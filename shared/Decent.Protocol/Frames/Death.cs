namespace Decent.Protocol.Frames
{
    /// <summary>
    /// The last retained word of a link that ends on purpose, 24 bytes; 44 when mains is gone: the last gasp, which is proved because it makes a power
    /// cut count as graceful. A link that just breaks is told of by its <see cref="Will"/>.
    /// </summary>
    public sealed class Death
    {
        /// <summary>Stopped in order: SIGTERM, an update, a command.</summary>
        public const byte ReasonStopped = 1;

        /// <summary>Mains power is gone and the node has sealed its store.</summary>
        public const byte ReasonPower = 2;

        public const int ProofBytes = 16;

        public readonly Envelope Envelope = new Envelope();

        public byte Reason;

        /// <summary>The boot counter; only with <see cref="ReasonPower"/>.</summary>
        public uint Run;

        /// <summary>See Decent.Peer.RunKeys.Gasp; only with <see cref="ReasonPower"/>.</summary>
        public readonly byte[] Proof = new byte[ProofBytes];

        public int Write(byte[] buffer)
        {
            ByteWriter w = Envelope.Write(buffer, FrameType.Death).U8(Reason).Zeros(3);
            if (Reason == ReasonPower) w.U32(Run).Fixed(Proof, ProofBytes);
            return w.Failed ? 0 : w.Count;
        }

        public bool TryRead(byte[] buffer, int count)
        {
            ByteReader r = new ByteReader(buffer, 0, count);
            if (!Envelope.Read(r) || Envelope.Type != FrameType.Death) return false;
            Reason = r.U8();
            r.Skip(3);
            if (Reason == ReasonPower)
            {
                Run = r.U32();
                r.Bytes(Proof);
            }

            return !r.Failed;
        }
    }
}
