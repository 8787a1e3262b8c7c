using Decent.Protocol;

namespace Decent.Peer.BlockCache
{
    /// <summary>
    /// The 36 bytes before a block in flash: magic "DCB1", sequence, length, two zero bytes, tag, CRC-32 of the payload, CRC-32 of the 32 bytes
    /// before. A record stands at a multiple of 4,096; what follows its payload there means nothing.
    /// </summary>
    public sealed class BlockRecord
    {
        public const int HeaderBytes = 36;
        public const int SlotBytes = 4096;
        private const uint Magic = 0x31424344;
        private const int CheckedBytes = 32;

        /// <summary>Rises by one at each insert: the order of arrival.</summary>
        public uint Sequence;

        /// <summary>Bytes of payload, 0 to 4,032.</summary>
        public int Length;

        public readonly byte[] Tag = new byte[Limits.TagBytes];

        public uint PayloadCrc;

        public void Write(byte[] slot)
        {
            ByteWriter w = new ByteWriter(slot)
                .U32(Magic).U32(Sequence).U16(Length).U16(0).Fixed(Tag, Limits.TagBytes).U32(PayloadCrc);
            w.U32(Crc32.Of(slot, 0, CheckedBytes));
        }

        /// <summary>False for an empty, torn or foreign header. The payload is not looked at.</summary>
        public bool TryRead(byte[] slot, int count)
        {
            ByteReader r = new ByteReader(slot, 0, count);
            uint magic = r.U32();
            Sequence = r.U32();
            Length = r.U16();
            r.Skip(2);
            r.Bytes(Tag);
            PayloadCrc = r.U32();
            uint crc = r.U32();
            return !r.Failed && magic == Magic && Length <= Limits.BlockBytesMax && crc == Crc32.Of(slot, 0, CheckedBytes);
        }
    }
}
