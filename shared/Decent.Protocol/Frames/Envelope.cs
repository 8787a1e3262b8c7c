namespace Decent.Protocol.Frames
{
    /// <summary>The first 20 bytes of every MQTT payload but the will: version, type, flags, link, sequence, uptime. An unknown tail is ignored.</summary>
    public sealed class Envelope
    {
        public const int Bytes = 20;
        public const byte Version = 1;

        public FrameType Type;

        public ushort Flags;

        /// <summary>One MQTT connection of one run; never repeats on a node.</summary>
        public ulong Link;

        /// <summary>Rises by one over all frames of a link: a repeated one is a duplicate.</summary>
        public uint Sequence;

        /// <summary>Seconds since the node started; a node's wall clock is never sent.</summary>
        public uint UptimeSeconds;

        internal ByteWriter Write(byte[] buffer, FrameType type)
        {
            Type = type;
            return new ByteWriter(buffer).U8(Version).U8((int)type).U16(Flags).U64(Link).U32(Sequence).U32(UptimeSeconds);
        }

        /// <summary>Reads the envelope alone, to learn the type.</summary>
        public bool TryRead(byte[] buffer, int count) => Read(new ByteReader(buffer, 0, count));

        internal bool Read(ByteReader r)
        {
            if (r.U8() != Version) return false;
            Type = (FrameType)r.U8();
            Flags = r.U16();
            Link = r.U64();
            Sequence = r.U32();
            UptimeSeconds = r.U32();
            return !r.Failed;
        }
    }
}
