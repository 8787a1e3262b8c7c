namespace Decent.Protocol.Frames
{
    /// <summary>The instance's own word that it has a node's run records, 40 bytes, sealed: they need not be kept for it any more.</summary>
    public sealed class LogAck
    {
        public readonly Envelope Envelope = new Envelope();

        /// <summary>See <see cref="Seal"/>.</summary>
        public readonly byte[] Mac = new byte[Seal.Bytes];

        /// <summary>All records up to this sequence are stored.</summary>
        public uint Upto;

        public int Write(byte[] buffer)
        {
            ByteWriter w = Envelope.Write(buffer, FrameType.LogAck).Fixed(Mac, Seal.Bytes).U32(Upto);
            return w.Failed ? 0 : w.Count;
        }

        public bool TryRead(byte[] buffer, int count)
        {
            ByteReader r = new ByteReader(buffer, 0, count);
            if (!Envelope.Read(r) || Envelope.Type != FrameType.LogAck) return false;
            r.Bytes(Mac);
            Upto = r.U32();
            return !r.Failed;
        }
    }
}
