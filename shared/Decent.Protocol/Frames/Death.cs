namespace Decent.Protocol.Frames
{
    /// <summary>The last retained word of a link that ends on purpose, 24 bytes. A link that just breaks is told of by its <see cref="Will"/>.</summary>
    public sealed class Death
    {
        /// <summary>Stopped in order: SIGTERM, an update, a command.</summary>
        public const byte ReasonStopped = 1;

        /// <summary>Mains power is gone and the node has sealed its store.</summary>
        public const byte ReasonPower = 2;

        public readonly Envelope Envelope = new Envelope();

        public byte Reason;

        public int Write(byte[] buffer)
        {
            ByteWriter w = Envelope.Write(buffer, FrameType.Death).U8(Reason).Zeros(3);
            return w.Failed ? 0 : w.Count;
        }

        public bool TryRead(byte[] buffer, int count)
        {
            ByteReader r = new ByteReader(buffer, 0, count);
            if (!Envelope.Read(r) || Envelope.Type != FrameType.Death) return false;
            Reason = r.U8();
            r.Skip(3);
            return !r.Failed;
        }
    }
}
