namespace Decent.Protocol.Frames
{
    /// <summary>
    /// What a node did since it started, and its battery now, 136 bytes. Cumulative, so that a lost or doubled frame costs nothing; zero where a kind of
    /// node has no such thing.
    /// </summary>
    public sealed class Counters
    {
        /// <summary>What <see cref="BatteryPercent"/> is when nothing measures a battery.</summary>
        public const byte NoGauge = 255;

        public readonly Envelope Envelope = new Envelope();

        public ulong BlocksServed;
        public ulong BytesServed;

        /// <summary>Content bytes this node's own clients got, by stage.</summary>
        public ulong BytesFromCache;

        public ulong BytesFromPeers;
        public ulong BytesFromInstance;

        /// <summary>Questions heard, answers given, block requests heard.</summary>
        public uint Wants;

        public uint Haves;
        public uint Gets;

        /// <summary>Datagrams that were no messages of ours, and those refused by a limit.</summary>
        public uint Malformed;

        public uint Limited;

        /// <summary>Blocks now held, ever stored, ever evicted.</summary>
        public uint BlocksHeld;

        public uint BlocksStored;
        public uint BlocksEvicted;

        /// <summary>Blocks fetched because others asked for them.</summary>
        public uint Pulls;

        /// <summary>Blocks that did not match their tag or digest.</summary>
        public uint WrongBlocks;

        /// <summary>Client requests answered.</summary>
        public uint Requests;

        /// <summary>Peers put aside for a wrong block.</summary>
        public uint Quarantined;

        /// <summary>Records written to flash, copies of the collection included: what wears it.</summary>
        public uint FlashWrites;

        /// <summary>Records found torn or wrong, and operations that the flash refused.</summary>
        public uint Damaged;

        public uint FlashFailures;

        /// <summary>Losses of mains, and the longest seal for one in milliseconds.</summary>
        public uint PowerLosses;

        public uint WorstSealMs;

        /// <summary>The battery's millivolts; 0 without a gauge.</summary>
        public ushort BatteryMillivolt;

        /// <summary>Its charge, 0 to 100; <see cref="NoGauge"/> without one.</summary>
        public byte BatteryPercent = NoGauge;

        /// <summary>Milliamperes into it; negative while it is drained.</summary>
        public int BatteryMilliampere;

        public int Write(byte[] buffer)
        {
            ByteWriter w = Envelope.Write(buffer, FrameType.Counters)
                .U64(BlocksServed).U64(BytesServed).U64(BytesFromCache).U64(BytesFromPeers).U64(BytesFromInstance)
                .U32(Wants).U32(Haves).U32(Gets).U32(Malformed).U32(Limited)
                .U32(BlocksHeld).U32(BlocksStored).U32(BlocksEvicted).U32(Pulls).U32(WrongBlocks).U32(Requests).U32(Quarantined)
                .U32(FlashWrites).U32(Damaged).U32(FlashFailures)
                .U32(PowerLosses).U32(WorstSealMs).U16(BatteryMillivolt).U8(BatteryPercent).Zeros(1).U32(unchecked((uint)BatteryMilliampere));
            return w.Failed ? 0 : w.Count;
        }

        public bool TryRead(byte[] buffer, int count)
        {
            ByteReader r = new ByteReader(buffer, 0, count);
            if (!Envelope.Read(r) || Envelope.Type != FrameType.Counters) return false;
            BlocksServed = r.U64();
            BytesServed = r.U64();
            BytesFromCache = r.U64();
            BytesFromPeers = r.U64();
            BytesFromInstance = r.U64();
            Wants = r.U32();
            Haves = r.U32();
            Gets = r.U32();
            Malformed = r.U32();
            Limited = r.U32();
            BlocksHeld = r.U32();
            BlocksStored = r.U32();
            BlocksEvicted = r.U32();
            Pulls = r.U32();
            WrongBlocks = r.U32();
            Requests = r.U32();
            Quarantined = r.U32();
            FlashWrites = r.U32();
            Damaged = r.U32();
            FlashFailures = r.U32();
            PowerLosses = r.U32();
            WorstSealMs = r.U32();
            BatteryMillivolt = r.U16();
            BatteryPercent = r.U8();
            r.Skip(1);
            BatteryMilliampere = unchecked((int)r.U32());
            return !r.Failed;
        }
    }
}
