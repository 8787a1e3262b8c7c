namespace Decent.Protocol.Datagrams
{
    /// <summary>"Who has any of these small blocks?" 20 bytes and up to 64 tags, at least 128 bytes.</summary>
    public sealed class WantBlocks
    {
        public const int FixedBytes = 20;

        public ulong Nonce;

        /// <summary>Lowest avasc, in thousandths, that may answer.</summary>
        public uint ThresholdMilli;

        /// <summary>Sent to one node alone: it answers at once, without jitter.</summary>
        public bool Unicast;

        /// <summary>Asked by a node that fetches what others asked it for: whoever hears it does not take it for demand of its own.</summary>
        public bool ForOthers;

        /// <summary>Tags in use, 1 to 64.</summary>
        public int Count;

        /// <summary>Tag i stands at 16 * i.</summary>
        public readonly byte[] Tags = new byte[Limits.WantTagsMax * Limits.TagBytes];

        public int Write(byte[] buffer)
        {
            if (Count < 1 || Count > Limits.WantTagsMax) return 0;
            ByteWriter w = Header.Write(buffer, DatagramType.WantBlocks, Nonce)
                .U32(ThresholdMilli).U8(Count).U8((Unicast ? 1 : 0) | (ForOthers ? 2 : 0)).Zeros(2)
                .Bytes(Tags, 0, Count * Limits.TagBytes);
            w.Zeros(Limits.WantBytesMin - w.Count);
            return w.Failed ? 0 : w.Count;
        }

        public bool TryRead(byte[] buffer, int count)
        {
            ByteReader? r = Header.Read(buffer, count, DatagramType.WantBlocks);
            if (r == null || count < Limits.WantBytesMin) return false;
            Nonce = r.U64();
            ThresholdMilli = r.U32();
            Count = r.U8();
            byte flags = r.U8();
            Unicast = (flags & 1) != 0;
            ForOthers = (flags & 2) != 0;
            r.Skip(2);
            if (Count < 1 || Count > Limits.WantTagsMax) return false;
            int tagBytes = Count * Limits.TagBytes;
            int wanted = FixedBytes + tagBytes;
            if (count != (wanted < Limits.WantBytesMin ? Limits.WantBytesMin : wanted)) return false;
            System.Array.Copy(buffer, FixedBytes, Tags, 0, tagBytes);
            return !r.Failed;
        }
    }
}
