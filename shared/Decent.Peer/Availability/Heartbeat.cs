using Decent.Peer.Ports;
using Decent.Protocol;

namespace Decent.Peer.Availability
{
    /// <summary>
    /// How far the current run has come: run, seconds since its start, highest acknowledged record, wall clock (0 unknown). Kept in two places of 32
    /// bytes, so that a torn one leaves the beat before, and a lost run never reports less than it had come to then.
    /// </summary>
    public sealed class Heartbeat
    {
        /// <summary>The file in flash.</summary>
        public const string FileName = "beat";

        private const uint Magic = 0x32484344;
        private const int PayloadBytes = 20;
        private readonly KeptRecord _kept;

        public Heartbeat(IFlash flash) => _kept = new KeptRecord(flash, FileName, Magic, PayloadBytes);

        /// <summary>The boot counter.</summary>
        public uint Run { get; set; }

        public uint RunSeconds { get; set; }

        /// <summary>Records up to this sequence need not be sent again.</summary>
        public uint Acknowledged { get; set; }

        /// <summary>Seconds since 1970, 0 when unknown.</summary>
        public ulong WallSeconds { get; set; }

        /// <summary>Reads the newest whole one; without any all is zero. False when the drive refuses.</summary>
        public bool Load()
        {
            if (!_kept.Load()) return false;
            ByteReader r = new ByteReader(_kept.Payload, 0, PayloadBytes);
            Run = r.U32();
            RunSeconds = r.U32();
            Acknowledged = r.U32();
            WallSeconds = r.U64();
            return true;
        }

        /// <summary>False when the drive refuses: the one before stands.</summary>
        public bool Save()
        {
            new ByteWriter(_kept.Payload).U32(Run).U32(RunSeconds).U32(Acknowledged).U64(WallSeconds);
            return _kept.Save();
        }
    }
}
