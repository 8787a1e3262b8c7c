namespace Decent.Protocol.Frames
{
    /// <summary>Which small blocks a node holds, in 52 bytes: enough to see whether two lists are the same.</summary>
    public sealed class Inventory
    {
        public readonly Envelope Envelope = new Envelope();

        /// <summary>Rises with every block that comes or goes, in one run.</summary>
        public uint Generation;

        public uint BlocksHeld;

        public uint BlocksMax;

        /// <summary>Of those held, never evicted.</summary>
        public uint BlocksPinned;

        /// <summary>Exclusive or of all tags held, 16 bytes.</summary>
        public readonly byte[] Digest = new byte[Limits.TagBytes];

        public int Write(byte[] buffer)
        {
            ByteWriter w = Envelope.Write(buffer, FrameType.Inventory)
                .U32(Generation).U32(BlocksHeld).U32(BlocksMax).U32(BlocksPinned).Fixed(Digest, Limits.TagBytes);
            return w.Failed ? 0 : w.Count;
        }

        public bool TryRead(byte[] buffer, int count)
        {
            ByteReader r = new ByteReader(buffer, 0, count);
            if (!Envelope.Read(r) || Envelope.Type != FrameType.Inventory) return false;
            Generation = r.U32();
            BlocksHeld = r.U32();
            BlocksMax = r.U32();
            BlocksPinned = r.U32();
            r.Bytes(Digest);
            return !r.Failed;
        }
    }
}
