namespace Decent.Protocol.Datagrams
{
    /// <summary>
    /// One chunk of a block: 24 bytes and up to 1,344 of content. Every chunk but the last is full, so length and place follow from chunk and of;
    /// an empty block is one chunk of no bytes.
    /// </summary>
    public sealed class Data
    {
        public const int FixedBytes = 24;

        public ulong Nonce;

        /// <summary>First 8 bytes of the tag.</summary>
        public readonly byte[] TagPrefix = new byte[8];

        /// <summary>0 to <see cref="Of"/> - 1.</summary>
        public byte Chunk;

        /// <summary>Chunks of the whole block, 1 to 3.</summary>
        public byte Of;

        /// <summary>Content bytes in this datagram.</summary>
        public int Length;

        /// <summary>Where the content stands in the buffer given to <see cref="TryRead"/>.</summary>
        public const int ContentOffset = FixedBytes;

        private bool IsValid
        {
            get
            {
                if (Of < 1 || Of > Limits.ChunksMax || Chunk >= Of || Length < 0 || Length > Limits.ChunkBytesMax) return false;
                bool last = Chunk == Of - 1;
                return last ? Length > 0 || Of == 1 : Length == Limits.ChunkBytesMax;
            }
        }

        /// <summary>Writes the header and copies the content from <paramref name="source"/>.</summary>
        public int Write(byte[] buffer, byte[] source, int offset)
        {
            if (!IsValid) return 0;
            ByteWriter w = Header.Write(buffer, DatagramType.Data, Nonce)
                .Fixed(TagPrefix, 8).U8(Chunk).U8(Of).U16(Length).Bytes(source, offset, Length);
            return w.Failed ? 0 : w.Count;
        }

        public bool TryRead(byte[] buffer, int count)
        {
            ByteReader? r = Header.Read(buffer, count, DatagramType.Data);
            if (r == null) return false;
            Nonce = r.U64();
            r.Bytes(TagPrefix);
            Chunk = r.U8();
            Of = r.U8();
            Length = r.U16();
            return !r.Failed && Length == r.Left && IsValid;
        }
    }
}
