using Decent.Protocol;

namespace Decent.Peer.Availability
{
    /// <summary>
    /// How far the current run has come, 32 bytes in flash, written over in place: magic "DCHB", run, seconds since its start, highest acknowledged
    /// record, wall clock (0 unknown), four zero bytes, CRC-32 of the 28 before.
    /// </summary>
    public sealed class Heartbeat
    {
        public const int Bytes = 32;
        private const uint Magic = 0x42484344;

        /// <summary>The boot counter.</summary>
        public uint Run;

        public uint RunSeconds;

        /// <summary>Records up to this sequence need not be sent again.</summary>
        public uint Acknowledged;

        /// <summary>Seconds since 1970, 0 when unknown.</summary>
        public ulong WallSeconds;

        public void Write(byte[] buffer)
        {
            ByteWriter w = new ByteWriter(buffer).U32(Magic).U32(Run).U32(RunSeconds).U32(Acknowledged).U64(WallSeconds).U32(0);
            w.U32(Crc32.Of(buffer, 0, w.Count));
        }

        /// <summary>False when the bytes are short, foreign or torn; the fields are then zero.</summary>
        public bool TryRead(byte[] buffer, int count)
        {
            ByteReader r = new ByteReader(buffer, 0, count);
            uint magic = r.U32();
            Run = r.U32();
            RunSeconds = r.U32();
            Acknowledged = r.U32();
            WallSeconds = r.U64();
            r.Skip(4);
            uint crc = r.U32();
            if (!r.Failed && magic == Magic && crc == Crc32.Of(buffer, 0, Bytes - 4)) return true;
            Run = 0;
            RunSeconds = 0;
            Acknowledged = 0;
            WallSeconds = 0;
            return false;
        }
    }
}
