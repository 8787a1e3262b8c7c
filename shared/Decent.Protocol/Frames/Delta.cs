namespace Decent.Protocol.Frames
{
    /// <summary>Commits of one group as they become durable: 28 bytes and up to 11 entries of 84. Receivers are idempotent.</summary>
    public sealed class Delta
    {
        public const int EntriesMax = 11;
        public const int EntryBytes = Limits.KeyBytes + Limits.CommitBytes + Limits.CidBytes + 8 + 4;

        public readonly Envelope Envelope = new Envelope();

        public byte Group;

        /// <summary>The group's sequence after the last entry: the first entry has this less count plus 1.</summary>
        public uint GroupSequence;

        /// <summary>Entries in use, 1 to 11.</summary>
        public int Count;

        public readonly byte[] Entries = new byte[EntriesMax * EntryBytes];

        /// <summary>Appends one entry; false when full.</summary>
        public bool Add(byte[] key, byte[] commit, byte[] cid, ulong size, uint writes)
        {
            if (Count >= EntriesMax) return false;
            byte[] entry = new byte[EntryBytes];
            new ByteWriter(entry)
                .Fixed(key, Limits.KeyBytes).Fixed(commit, Limits.CommitBytes).Fixed(cid, Limits.CidBytes).U64(size).U32(writes);
            System.Array.Copy(entry, 0, Entries, Count * EntryBytes, EntryBytes);
            Count++;
            return true;
        }

        /// <summary>Reads entry <paramref name="index"/> into the caller's arrays of 16, 20 and 36 bytes.</summary>
        public void Entry(int index, byte[] key, byte[] commit, byte[] cid, out ulong size, out uint writes)
        {
            ByteReader r = new ByteReader(Entries, index * EntryBytes, EntryBytes);
            r.Bytes(key);
            r.Bytes(commit);
            r.Bytes(cid);
            size = r.U64();
            writes = r.U32();
        }

        public int Write(byte[] buffer)
        {
            if (Count < 1 || Count > EntriesMax) return 0;
            ByteWriter w = Envelope.Write(buffer, FrameType.Delta)
                .U8(Group).U8(Count).Zeros(2).U32(GroupSequence).Bytes(Entries, 0, Count * EntryBytes);
            return w.Failed ? 0 : w.Count;
        }

        public bool TryRead(byte[] buffer, int count)
        {
            ByteReader r = new ByteReader(buffer, 0, count);
            if (!Envelope.Read(r) || Envelope.Type != FrameType.Delta) return false;
            Group = r.U8();
            Count = r.U8();
            r.Skip(2);
            GroupSequence = r.U32();
            if (r.Failed || Count < 1 || Count > EntriesMax || r.Left < Count * EntryBytes) return false;
            System.Array.Copy(buffer, r.Offset, Entries, 0, Count * EntryBytes);
            return true;
        }
    }
}
