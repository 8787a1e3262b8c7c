namespace Decent.Protocol.Frames
{
    /// <summary>
    /// An order of the instance to one node, 60 to 1,020 bytes, sealed. Its envelope names the link it is meant for: a recorded one is worthless on
    /// the next. Executed once: the node keeps the highest id in flash before it acts.
    /// </summary>
    public sealed class Command
    {
        /// <summary>Hold <see cref="Value"/> small blocks, evicting the least recently used.</summary>
        public const byte VerbResize = 1;

        /// <summary>Fetch the blocks named; with <see cref="Value"/> 1 never evict them.</summary>
        public const byte VerbPrefetch = 2;

        /// <summary>Forget the blocks named, pinned ones too.</summary>
        public const byte VerbEvict = 3;

        /// <summary>Stop in order and start again.</summary>
        public const byte VerbRestart = 4;

        /// <summary>Show a person which board this is, for <see cref="Value"/> seconds (1 to 60).</summary>
        public const byte VerbIdentify = 5;

        /// <summary>Send birth, counters and inventory now.</summary>
        public const byte VerbReport = 6;

        public const int TagsMax = 60;

        public readonly Envelope Envelope = new Envelope();

        /// <summary>See <see cref="Seal"/>.</summary>
        public readonly byte[] Mac = new byte[Seal.Bytes];

        /// <summary>Rises over all commands to a node, at least the milliseconds since 1970.</summary>
        public ulong Id;

        public byte Verb;

        /// <summary>Seconds of the node's uptime after which it must not be executed; 0: no end.</summary>
        public uint UntilUptimeSeconds;

        public uint Value;

        /// <summary>Tags in use, 0 to 60.</summary>
        public int Count;

        /// <summary>Tag i stands at 16 * i.</summary>
        public readonly byte[] Tags = new byte[TagsMax * Limits.TagBytes];

        public int Write(byte[] buffer)
        {
            if (Count < 0 || Count > TagsMax) return 0;
            ByteWriter w = Envelope.Write(buffer, FrameType.Command).Fixed(Mac, Seal.Bytes)
                .U64(Id).U8(Verb).Zeros(3).U32(UntilUptimeSeconds).U32(Value).U8(Count).Zeros(3).Bytes(Tags, 0, Count * Limits.TagBytes);
            return w.Failed ? 0 : w.Count;
        }

        public bool TryRead(byte[] buffer, int count)
        {
            ByteReader r = new ByteReader(buffer, 0, count);
            if (!Envelope.Read(r) || Envelope.Type != FrameType.Command) return false;
            r.Bytes(Mac);
            Id = r.U64();
            Verb = r.U8();
            r.Skip(3);
            UntilUptimeSeconds = r.U32();
            Value = r.U32();
            Count = r.U8();
            r.Skip(3);
            if (r.Failed || Count > TagsMax || r.Left < Count * Limits.TagBytes) return false;
            System.Array.Copy(buffer, count - r.Left, Tags, 0, Count * Limits.TagBytes);
            return true;
        }
    }
}
