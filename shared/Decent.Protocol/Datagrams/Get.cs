namespace Decent.Protocol.Datagrams
{
    /// <summary>"Send me these chunks of this block." 37 bytes. Idempotent: asking again names what is still missing.</summary>
    public sealed class Get
    {
        public const int Bytes = 37;

        public ulong Nonce;
        public readonly byte[] Tag = new byte[Limits.TagBytes];
        public readonly byte[] Cookie = new byte[Limits.CookieBytes];

        /// <summary>Bit i: chunk i is still missing; 1 to 7.</summary>
        public byte Missing;

        private bool IsValid => Missing != 0 && Missing < (1 << Limits.ChunksMax);

        public int Write(byte[] buffer)
        {
            if (!IsValid) return 0;
            ByteWriter w = Header.Write(buffer, DatagramType.Get, Nonce)
                .Fixed(Tag, Limits.TagBytes).Fixed(Cookie, Limits.CookieBytes).U8(Missing);
            return w.Failed ? 0 : w.Count;
        }

        public bool TryRead(byte[] buffer, int count)
        {
            ByteReader? r = Header.Read(buffer, count, DatagramType.Get);
            if (r == null || count != Bytes) return false;
            Nonce = r.U64();
            r.Bytes(Tag);
            r.Bytes(Cookie);
            Missing = r.U8();
            return !r.Failed && IsValid;
        }
    }
}
