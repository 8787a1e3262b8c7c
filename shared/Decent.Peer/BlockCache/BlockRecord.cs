using Decent.Protocol;

namespace Decent.Peer.BlockCache
{
    /// <summary>
    /// The 36 bytes before a block in flash: magic "DCB1", sequence of the segment, number of the record in it, flags, length, tag, CRC-32 of the
    /// payload, CRC-32 of the 32 bytes before. The payload follows, then zeros up to <see cref="SegmentLayout.RecordBytes"/>.
    /// </summary>
    public sealed class BlockRecord
    {
        public const int HeaderBytes = 36;

        /// <summary>Header and the largest payload.</summary>
        public const int BytesMax = HeaderBytes + Limits.BlockBytesMax;

        /// <summary>Flag: not to be evicted.</summary>
        public const byte Pinned = 1;

        /// <summary>Flag: the first record written after a commit, so that all records before it were committed.</summary>
        public const byte First = 2;

        private const uint Magic = 0x31424344;
        private const int CheckedBytes = 32;

        /// <summary>Rises by one with each segment that is begun; the newest record of a tag wins.</summary>
        public uint Segment;

        /// <summary>Place in the segment, 0 to 127.</summary>
        public byte Number;

        public byte Flags;

        /// <summary>Bytes of payload, 0 to 4,032.</summary>
        public int Length;

        public readonly byte[] Tag = new byte[Limits.TagBytes];
        public uint PayloadCrc;

        /// <summary>Writes the header to the start of <paramref name="buffer"/>.</summary>
        public void Write(byte[] buffer)
        {
            ByteWriter writer = new ByteWriter(buffer);
            writer.U32(Magic).U32(Segment).U8(Number).U8(Flags).U16(Length).Bytes(Tag, 0, Limits.TagBytes).U32(PayloadCrc);
            writer.U32(Crc32.Of(buffer, 0, CheckedBytes));
        }

        /// <summary>Reads the header at the start of <paramref name="buffer"/>; false when it is short, torn or none. The payload is not read.</summary>
        public bool TryRead(byte[] buffer, int count)
        {
            ByteReader reader = new ByteReader(buffer, 0, count);
            bool magic = reader.U32() == Magic;
            Segment = reader.U32();
            Number = reader.U8();
            Flags = reader.U8();
            Length = reader.U16();
            reader.Bytes(Tag);
            PayloadCrc = reader.U32();
            uint crc = reader.U32();
            return magic && !reader.Failed && Length <= Limits.BlockBytesMax && Number < SegmentLayout.RecordsMax
                && crc == Crc32.Of(buffer, 0, CheckedBytes);
        }
    }
}
