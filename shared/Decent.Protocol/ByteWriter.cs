namespace Decent.Protocol
{
    /// <summary>
    /// Little-endian fields into a buffer of the caller's. Writing past <see cref="Limit"/> sets <see cref="Failed"/> and writes nothing more:
    /// a frame that does not fit is seen once, at the end.
    /// </summary>
    public sealed class ByteWriter
    {
        private readonly byte[] _buffer;

        public ByteWriter(byte[] buffer)
        {
            _buffer = buffer;
            Limit = buffer.Length;
        }

        /// <summary>First offset that may not be written.</summary>
        public int Limit { get; }

        /// <summary>Bytes written so far.</summary>
        public int Count { get; private set; }

        /// <summary>Something did not fit.</summary>
        public bool Failed { get; private set; }

        public ByteWriter U8(int value)
        {
            if (Room(1)) _buffer[Count++] = unchecked((byte)value);
            return this;
        }

        public ByteWriter U16(int value)
        {
            if (Room(2)) Put(unchecked((ulong)value), 2);
            return this;
        }

        public ByteWriter U32(uint value)
        {
            if (Room(4)) Put(value, 4);
            return this;
        }

        public ByteWriter U64(ulong value)
        {
            if (Room(8)) Put(value, 8);
            return this;
        }

        public ByteWriter Bytes(byte[] source, int offset, int count)
        {
            if (!Room(count)) return this;
            System.Array.Copy(source, offset, _buffer, Count, count);
            Count += count;
            return this;
        }

        /// <summary>The first <paramref name="count"/> bytes of <paramref name="source"/>; zeros where it is shorter.</summary>
        public ByteWriter Fixed(byte[] source, int count)
        {
            int given = source.Length < count ? source.Length : count;
            Bytes(source, 0, given);
            return Zeros(count - given);
        }

        public ByteWriter Zeros(int count)
        {
            if (count <= 0 || !Room(count)) return this;
            System.Array.Clear(_buffer, Count, count);
            Count += count;
            return this;
        }

        private bool Room(int count)
        {
            if (Failed || count < 0 || count > Limit - Count) Failed = true;
            return !Failed;
        }

        private void Put(ulong value, int count)
        {
            for (int i = 0; i < count; i++)
            {
                _buffer[Count++] = unchecked((byte)value);
                value >>= 8;
            }
        }
    }
}
