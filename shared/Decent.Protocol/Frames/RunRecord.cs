namespace Decent.Protocol.Frames
{
    /// <summary>
    /// One line of a node's availability log, 32 bytes in flash and on the bus. Durations come from the run's own clock; wall time stands beside
    /// it only when the node had one.
    /// </summary>
    public sealed class RunRecord
    {
        public const int Bytes = 32;
        public const byte Start = 1;
        public const byte Sync = 2;
        public const byte Stop = 3;

        /// <summary>The previous run ended unseen; written by the next one with the last heartbeat's time.</summary>
        public const byte Lost = 4;

        public const ushort FlagSteppedBack = 1;

        public byte Type;

        /// <summary>0 no wall clock in this run so far, 1 set in this run.</summary>
        public byte ClockQuality;

        public ushort Flags;

        /// <summary>The boot counter at that run.</summary>
        public uint Run;

        /// <summary>Rises by one over all records of a node.</summary>
        public uint Sequence;

        /// <summary>Seconds since 1970, 0 when unknown.</summary>
        public ulong WallSeconds;

        /// <summary>Seconds since the run started.</summary>
        public uint RunSeconds;

        /// <summary>CRC-32 of the record before, 0 for the first.</summary>
        public uint Chain;

        /// <summary>Returns the record's own CRC: the next record's <see cref="Chain"/>.</summary>
        public uint Write(byte[] buffer, int offset)
        {
            byte[] own = new byte[Bytes];
            ByteWriter w = new ByteWriter(own)
                .U8(Type).U8(ClockQuality).U16(Flags).U32(Run).U32(Sequence).U64(WallSeconds).U32(RunSeconds).U32(Chain);
            uint crc = Crc32.Of(own, 0, w.Count);
            w.U32(crc);
            System.Array.Copy(own, 0, buffer, offset, Bytes);
            return crc;
        }

        /// <summary>False when the bytes are short, of no known type, or their CRC is wrong.</summary>
        public bool TryRead(byte[] buffer, int offset)
        {
            ByteReader r = new ByteReader(buffer, offset, Bytes);
            if (r.Failed) return false;
            Type = r.U8();
            ClockQuality = r.U8();
            Flags = r.U16();
            Run = r.U32();
            Sequence = r.U32();
            WallSeconds = r.U64();
            RunSeconds = r.U32();
            Chain = r.U32();
            uint crc = r.U32();
            return Type >= Start && Type <= Lost && crc == Crc32.Of(buffer, offset, Bytes - 4);
        }
    }
}
