namespace Decent.Protocol.Frames
{
    /// <summary>The newest state of one of the 256 groups, retained, 72 bytes: who missed a delta sees it here.</summary>
    public sealed class GroupManifest
    {
        public readonly Envelope Envelope = new Envelope();

        /// <summary>First byte of sha256(id) of every resource in it.</summary>
        public byte Group;

        /// <summary>Commits in this group so far.</summary>
        public uint GroupSequence;

        /// <summary>Resources in the group.</summary>
        public uint Resources;

        /// <summary>Writes to the group so far.</summary>
        public ulong Writes;

        /// <summary>sha256 over the sorted (key, commit) pairs.</summary>
        public readonly byte[] Root = new byte[32];

        public int Write(byte[] buffer)
        {
            ByteWriter w = Envelope.Write(buffer, FrameType.GroupManifest)
                .U8(Group).Zeros(3).U32(GroupSequence).U32(Resources).U64(Writes).Fixed(Root, 32);
            return w.Failed ? 0 : w.Count;
        }

        public bool TryRead(byte[] buffer, int count)
        {
            ByteReader r = new ByteReader(buffer, 0, count);
            if (!Envelope.Read(r) || Envelope.Type != FrameType.GroupManifest) return false;
            Group = r.U8();
            r.Skip(3);
            GroupSequence = r.U32();
            Resources = r.U32();
            Writes = r.U64();
            r.Bytes(Root);
            return !r.Failed;
        }
    }
}
