namespace Decent.Protocol.Frames
{
    /// <summary>What became of a command, 36 bytes. A command that comes again gets the same answer again.</summary>
    public sealed class CommandResult
    {
        public const byte Done = 1;

        /// <summary>It came after its time.</summary>
        public const byte Expired = 2;

        /// <summary>A value or tag that this node cannot take.</summary>
        public const byte Refused = 3;

        public const byte UnknownVerb = 4;

        /// <summary>The flash or the board would not.</summary>
        public const byte Failed = 5;

        /// <summary>The node was about to stop and did nothing.</summary>
        public const byte Stopping = 6;

        public readonly Envelope Envelope = new Envelope();

        /// <summary>The command's.</summary>
        public ulong Id;

        public byte Status;

        /// <summary>By verb: blocks that fit now, blocks queued, blocks forgotten; otherwise 0.</summary>
        public uint Value;

        public int Write(byte[] buffer)
        {
            ByteWriter w = Envelope.Write(buffer, FrameType.CommandResult).U64(Id).U8(Status).Zeros(3).U32(Value);
            return w.Failed ? 0 : w.Count;
        }

        public bool TryRead(byte[] buffer, int count)
        {
            ByteReader r = new ByteReader(buffer, 0, count);
            if (!Envelope.Read(r) || Envelope.Type != FrameType.CommandResult) return false;
            Id = r.U64();
            Status = r.U8();
            r.Skip(3);
            Value = r.U32();
            return !r.Failed;
        }
    }
}
