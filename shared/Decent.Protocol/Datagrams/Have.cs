namespace Decent.Protocol.Datagrams
{
    /// <summary>
    /// "I have it, and this proves to me later that you are where you say." 112 bytes to a resource question, 120 to a block question: never
    /// more than the question had.
    /// </summary>
    public sealed class Have
    {
        public const int ResourceBytes = 112;
        public const int BlocksBytes = 120;

        /// <summary>The whole of it is there, verified and durable.</summary>
        public const byte FlagWhole = 1;

        /// <summary>Some of its blocks are there, verified.</summary>
        public const byte FlagPartial = 2;

        /// <summary>The answer to a question sent to this node alone.</summary>
        public const byte FlagUnicast = 4;

        /// <summary>The question's nonce.</summary>
        public ulong Nonce;

        /// <summary>The answerer's id: sha256(node name), 8 bytes as a little-endian number.</summary>
        public ulong Node;

        /// <summary>0 idle to 255 full.</summary>
        public byte Load;

        public byte Flags;

        /// <summary>Where an edge serves bulk; 0 on a board.</summary>
        public ushort HttpPort;

        /// <summary>To be shown with each GET.</summary>
        public readonly byte[] Cookie = new byte[Limits.CookieBytes];

        /// <summary>The instance's word on the answerer's score; zeros for a newcomer.</summary>
        public readonly byte[] Ticket = new byte[Limits.TicketBytes];

        /// <summary>An answer to WANT-BLOCKS; <see cref="Bitmap"/> is meaningful.</summary>
        public bool IsBlocks;

        /// <summary>Bit i: the i-th tag of the question is held.</summary>
        public ulong Bitmap;

        public int Write(byte[] buffer)
        {
            ByteWriter w = Header.Write(buffer, DatagramType.Have, Nonce)
                .U64(Node).U8(Load).U8(Flags).U16(HttpPort).Fixed(Cookie, Limits.CookieBytes).Fixed(Ticket, Limits.TicketBytes);
            if (IsBlocks) w.U64(Bitmap);
            return w.Failed ? 0 : w.Count;
        }

        public bool TryRead(byte[] buffer, int count)
        {
            ByteReader? r = Header.Read(buffer, count, DatagramType.Have);
            if (r == null || (count != ResourceBytes && count != BlocksBytes)) return false;
            Nonce = r.U64();
            Node = r.U64();
            Load = r.U8();
            Flags = r.U8();
            HttpPort = r.U16();
            r.Bytes(Cookie);
            r.Bytes(Ticket);
            IsBlocks = count == BlocksBytes;
            Bitmap = IsBlocks ? r.U64() : 0;
            return !r.Failed;
        }
    }
}
