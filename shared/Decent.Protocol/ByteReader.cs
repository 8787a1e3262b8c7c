namespace Decent.Protocol
{
    /// <summary>
    /// Little-endian fields out of foreign bytes. Reading past the end yields zeros and sets <see cref="Failed"/>, so that a parser asks once,
    /// at its end, instead of after each field.
    /// </summary>
    public sealed class ByteReader
    {
        private readonly byte[] _buffer;
        private readonly int _end;
        private int _next;

        /// <summary>Reads <paramref name="count"/> bytes from <paramref name="offset"/>; a range outside the buffer is a failed reader.</summary>
        public ByteReader(byte[] buffer, int offset, int count)
        {
            _buffer = buffer;
            if (offset < 0 || count < 0 || offset > buffer.Length || count > buffer.Length - offset)
            {
                Failed = true;
                return;
            }

            _next = offset;
            _end = offset + count;
        }

        /// <summary>A field lay beyond the end.</summary>
        public bool Failed { get; private set; }

        /// <summary>Bytes not read yet.</summary>
        public int Left => _end - _next;

        /// <summary>Offset of the next byte in the buffer.</summary>
        public int Offset => _next;

        public byte U8() => Has(1) ? _buffer[_next++] : (byte)0;

        public ushort U16() => Has(2) ? (ushort)Take(2) : (ushort)0;

        public uint U32() => Has(4) ? (uint)Take(4) : 0;

        public ulong U64() => Has(8) ? Take(8) : 0;

        /// <summary>Fills <paramref name="into"/> whole.</summary>
        public void Bytes(byte[] into)
        {
            if (!Has(into.Length)) return;
            System.Array.Copy(_buffer, _next, into, 0, into.Length);
            _next += into.Length;
        }

        public void Skip(int count)
        {
            if (Has(count)) _next += count;
        }

        private bool Has(int count)
        {
            if (Failed || count < 0 || count > _end - _next) Failed = true;
            return !Failed;
        }

        private ulong Take(int count)
        {
            ulong value = 0;
            for (int i = count - 1; i >= 0; i--) value = (value << 8) | _buffer[_next + i];
            _next += count;
            return value;
        }
    }
}
