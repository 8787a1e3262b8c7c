namespace Decent.Protocol.Frames
{
    /// <summary>What a node says of itself after each connect; retained on its state topic. 72 bytes and the version text.</summary>
    public sealed class Birth
    {
        public const byte KindBoard = 1;
        public const byte KindEdge = 2;
        public const int VersionBytesMax = 32;

        public readonly Envelope Envelope = new Envelope();

        public byte Kind;

        /// <summary>Lowest and highest wire version spoken.</summary>
        public byte WireMin = Limits.WireVersion;

        public byte WireMax = Limits.WireVersion;

        /// <summary>Starts of this node so far: names the run.</summary>
        public uint Boot;

        /// <summary>Connects of this run so far.</summary>
        public uint Connects;

        /// <summary>LAN address, 10.0.0.1 is 0x0A000001.</summary>
        public uint Address;

        public ushort UdpPort;

        /// <summary>0 on a board.</summary>
        public ushort HttpPort;

        /// <summary>What the node offers to others.</summary>
        public uint OfferedBytesPerSecond;

        /// <summary>Small blocks that fit.</summary>
        public uint BlocksMax;

        public uint BlocksHeld;

        /// <summary>Content budget and use, in bytes.</summary>
        public ulong CacheBytesMax;

        public ulong CacheBytesHeld;

        /// <summary>Bytes of managed memory not in use; 0 where that says nothing.</summary>
        public uint FreeHeapBytes;

        /// <summary>Software version, UTF-8, at most 32 bytes.</summary>
        public byte[] Software = new byte[0];

        public int Write(byte[] buffer)
        {
            if (Software.Length > VersionBytesMax) return 0;
            ByteWriter w = Envelope.Write(buffer, FrameType.Birth)
                .U8(Kind).U8(WireMin).U8(WireMax).U8(Software.Length)
                .U32(Boot).U32(Connects).U32(Address).U16(UdpPort).U16(HttpPort)
                .U32(OfferedBytesPerSecond).U32(BlocksMax).U32(BlocksHeld).U64(CacheBytesMax).U64(CacheBytesHeld).U32(FreeHeapBytes)
                .Bytes(Software, 0, Software.Length);
            return w.Failed ? 0 : w.Count;
        }

        public bool TryRead(byte[] buffer, int count)
        {
            ByteReader r = new ByteReader(buffer, 0, count);
            if (!Envelope.Read(r) || Envelope.Type != FrameType.Birth) return false;
            Kind = r.U8();
            WireMin = r.U8();
            WireMax = r.U8();
            int software = r.U8();
            Boot = r.U32();
            Connects = r.U32();
            Address = r.U32();
            UdpPort = r.U16();
            HttpPort = r.U16();
            OfferedBytesPerSecond = r.U32();
            BlocksMax = r.U32();
            BlocksHeld = r.U32();
            CacheBytesMax = r.U64();
            CacheBytesHeld = r.U64();
            FreeHeapBytes = r.U32();
            if (r.Failed || software > VersionBytesMax || software > r.Left) return false;
            Software = new byte[software];
            r.Bytes(Software);
            return !r.Failed;
        }
    }
}
