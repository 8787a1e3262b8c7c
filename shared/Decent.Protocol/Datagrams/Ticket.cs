namespace Decent.Protocol.Datagrams
{
    /// <summary>
    /// The instance's word on a node's score, 80 bytes inside HAVE, signed (ECDSA P-256) over the node's id and the first 16 bytes. It binds node
    /// and LAN address: from another address it counts as a newcomer's.
    /// </summary>
    public sealed class Ticket
    {
        public const int SignedBytes = 16;

        public uint AvascMilli;

        /// <summary>End of validity, seconds since 1970 by the instance's clock.</summary>
        public uint UntilSeconds;

        /// <summary>First 4 bytes of sha256 of the instance's public key.</summary>
        public uint KeyId;

        /// <summary>The node's LAN address, network order as a number (10.0.0.1 is 0x0A000001).</summary>
        public uint Address;

        public readonly byte[] Signature = new byte[64];

        public int Write(byte[] buffer)
        {
            ByteWriter w = new ByteWriter(buffer).U32(AvascMilli).U32(UntilSeconds).U32(KeyId).U32(Address).Fixed(Signature, 64);
            return w.Failed ? 0 : w.Count;
        }

        public bool TryRead(byte[] buffer, int offset, int count)
        {
            if (count != Limits.TicketBytes) return false;
            ByteReader r = new ByteReader(buffer, offset, count);
            AvascMilli = r.U32();
            UntilSeconds = r.U32();
            KeyId = r.U32();
            Address = r.U32();
            r.Bytes(Signature);
            return !r.Failed;
        }
    }
}
