namespace Decent.Protocol.Datagrams
{
    /// <summary>
    /// "I stop answering." 20 bytes, to everybody, once, as mains is lost or the node stops. A hint: whoever hears it does not wait for that address.
    /// </summary>
    public sealed class Gone
    {
        public const int Bytes = 20;

        public ulong Nonce;

        /// <summary>The node that goes.</summary>
        public ulong Node;

        public int Write(byte[] buffer)
        {
            ByteWriter w = Header.Write(buffer, DatagramType.Gone, Nonce).U64(Node);
            return w.Failed ? 0 : w.Count;
        }

        public bool TryRead(byte[] buffer, int count)
        {
            ByteReader? r = Header.Read(buffer, count, DatagramType.Gone);
            if (r == null || count != Bytes) return false;
            Nonce = r.U64();
            Node = r.U64();
            return !r.Failed;
        }
    }
}
