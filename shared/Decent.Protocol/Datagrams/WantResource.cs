namespace Decent.Protocol.Datagrams
{
    /// <summary>"Who has this version of this resource whole, or part of it?" 128 bytes, to the subnet's broadcast address or to one edge.</summary>
    public sealed class WantResource
    {
        public const int Bytes = Limits.WantBytesMin;

        public ulong Nonce;

        /// <summary>sha256(id), 16 bytes.</summary>
        public readonly byte[] Key = new byte[Limits.KeyBytes];

        /// <summary>The version wanted, 20 bytes; zeros ask for whatever version is there.</summary>
        public readonly byte[] Commit = new byte[Limits.CommitBytes];

        /// <summary>Content bytes of that version; a peer that would not carry as much keeps silent.</summary>
        public ulong Size;

        /// <summary>Lowest avasc, in thousandths, that may answer.</summary>
        public uint ThresholdMilli;

        /// <summary>Sent to one node alone: it answers at once, without jitter.</summary>
        public bool Unicast;

        public int Write(byte[] buffer)
        {
            ByteWriter w = Header.Write(buffer, DatagramType.WantResource, Nonce)
                .Fixed(Key, Limits.KeyBytes).Fixed(Commit, Limits.CommitBytes).U64(Size).U32(ThresholdMilli).U8(Unicast ? 1 : 0);
            w.Zeros(Bytes - w.Count);
            return w.Failed ? 0 : w.Count;
        }

        public bool TryRead(byte[] buffer, int count)
        {
            ByteReader? r = Header.Read(buffer, count, DatagramType.WantResource);
            if (r == null || count != Bytes) return false;
            Nonce = r.U64();
            r.Bytes(Key);
            r.Bytes(Commit);
            Size = r.U64();
            ThresholdMilli = r.U32();
            Unicast = (r.U8() & 1) != 0;
            return !r.Failed;
        }
    }
}
