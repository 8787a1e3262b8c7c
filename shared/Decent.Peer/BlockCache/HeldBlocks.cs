using Decent.Protocol;

namespace Decent.Peer.BlockCache
{
    /// <summary>
    /// The blocks held: where each stands, in which order they go, and how many live in each segment. Pinned ones are outside the order until they are
    /// unpinned.
    /// </summary>
    public sealed class HeldBlocks
    {
        private readonly BlockIndex _index;
        private readonly short[] _live;

        /// <summary><paramref name="order"/> takes entries 0 to <paramref name="entries"/> - 1 and is empty.</summary>
        public HeldBlocks(int entries, int segments, IEvictionOrder order)
        {
            _index = new BlockIndex(entries);
            _live = new short[segments];
            Order = order;
        }

        /// <summary>The blocks that may be evicted.</summary>
        public IEvictionOrder Order { get; }

        public int Count => _index.Count;

        public int PinnedCount { get; private set; }

        public int RamBytes => _index.RamBytes + _live.Length * 2 + Order.RamBytes;

        /// <summary>Entries run from 0 to this - 1; <see cref="IsUsed"/> tells the ones that mean something.</summary>
        public int Entries => _index.Entries;

        public int Find(byte[] tags, int offset) => _index.Find(tags, offset);

        public bool IsUsed(int entry) => _index.IsUsed(entry);

        public bool IsPinned(int entry) => _index.IsPinned(entry);

        public int Place(int entry) => _index.Place(entry);

        public void CopyTag(int entry, byte[] into, int offset) => _index.CopyTag(entry, into, offset);

        /// <summary>Exclusive or of all tags, pinned ones too, into 16 bytes.</summary>
        public void Digest(byte[] into)
        {
            byte[] tag = new byte[Limits.TagBytes];
            System.Array.Clear(into, 0, tag.Length);
            for (int entry = 0; entry < Entries; entry++)
            {
                if (!IsUsed(entry)) continue;
                CopyTag(entry, tag, 0);
                for (int i = 0; i < tag.Length; i++) into[i] = (byte)(into[i] ^ tag[i]);
            }
        }

        /// <summary>Blocks whose newest record stands in that segment file.</summary>
        public int Live(int segment) => _live[segment];

        /// <summary>Takes a block in, or finds it at a newer place: either way it is the newest of the order. Returns its entry.</summary>
        public int Put(byte[] tags, int offset, int place, bool pinned)
        {
            int entry = _index.Find(tags, offset);
            if (entry >= 0) Drop(entry);
            entry = _index.Add(tags, offset, place);
            _live[place / SegmentLayout.RecordsMax]++;
            Order.Add(entry);
            if (pinned) Pin(entry);
            return entry;
        }

        /// <summary>The block was copied; its rank stays.</summary>
        public void Move(int entry, int place)
        {
            _live[Place(entry) / SegmentLayout.RecordsMax]--;
            _live[place / SegmentLayout.RecordsMax]++;
            _index.Move(entry, place);
        }

        public void Use(int entry)
        {
            if (!IsPinned(entry)) Order.Use(entry);
        }

        public void Drop(int entry)
        {
            if (IsPinned(entry)) PinnedCount--;
            else Order.Remove(entry);
            _live[Place(entry) / SegmentLayout.RecordsMax]--;
            _index.Remove(entry);
        }

        public void Pin(int entry)
        {
            if (IsPinned(entry)) return;
            Order.Remove(entry);
            _index.SetPinned(entry, true);
            PinnedCount++;
        }

        /// <summary>The block is the newest of the order again.</summary>
        public void Unpin(int entry)
        {
            if (!IsPinned(entry)) return;
            _index.SetPinned(entry, false);
            PinnedCount--;
            Order.Add(entry);
        }

        /// <summary>The block to evict next; a pinned one only when there is no other. There must be one.</summary>
        public int Victim()
        {
            int entry = Order.Victim();
            for (int i = 0; entry < 0; i++)
            {
                if (IsUsed(i)) entry = i;
            }

            return entry;
        }

        /// <summary>The entry of a block that stands in that segment file, or -1. Looks at all of them.</summary>
        public int AnyIn(int segment)
        {
            for (int entry = 0; entry < Entries && _live[segment] > 0; entry++)
            {
                if (IsUsed(entry) && Place(entry) / SegmentLayout.RecordsMax == segment) return entry;
            }

            return -1;
        }

        public void Clear()
        {
            for (int entry = 0; entry < Entries && Count > 0; entry++)
            {
                if (IsUsed(entry)) Drop(entry);
            }
        }
    }
}
