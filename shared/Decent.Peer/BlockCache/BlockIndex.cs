using Decent.Protocol;

namespace Decent.Peer.BlockCache
{
    /// <summary>
    /// Which block stands in which slot, and in which order they were used. Parallel arrays: an object for each block would take eight times the
    /// memory of a board. Tags are HMACs, so their own bits are the hash.
    /// </summary>
    public sealed class BlockIndex
    {
        public const int SlotsMax = 16_384;
        private readonly ulong[] _low;
        private readonly ulong[] _high;
        private readonly short[] _chain;
        private readonly short[] _buckets;
        private readonly SlotRings _rings;

        /// <summary>1 to 16,384 slots, all free.</summary>
        public BlockIndex(int slots)
        {
            Must.Hold(slots >= 1 && slots <= SlotsMax);
            _low = new ulong[slots];
            _high = new ulong[slots];
            _chain = new short[slots];
            _buckets = new short[Buckets(slots)];
            for (int i = 0; i < _buckets.Length; i++) _buckets[i] = -1;
            _rings = new SlotRings(slots);
        }

        /// <summary>Blocks held.</summary>
        public int Count { get; private set; }

        /// <summary>The block used longest ago, or -1.</summary>
        public int Oldest => _rings.Oldest;

        /// <summary>A free slot, or -1.</summary>
        public int NextFree => _rings.NextFree;

        /// <summary>Bytes of memory in arrays for that many slots.</summary>
        public static int RamBytes(int slots) => slots * 18 + Buckets(slots) * 2 + SlotRings.RamBytes(slots);

        /// <summary>The slot of the block whose 16-byte tag stands at <paramref name="offset"/>, or -1.</summary>
        public int Find(byte[] tags, int offset)
        {
            ulong low = Half(tags, offset);
            ulong high = Half(tags, offset + 8);
            int slot = _buckets[Bucket(low)];
            while (slot >= 0 && (_low[slot] != low || _high[slot] != high)) slot = _chain[slot];
            return slot;
        }

        /// <summary>Puts a block that is not held into a free slot, as the one used last.</summary>
        public void Add(int slot, byte[] tags, int offset)
        {
            _low[slot] = Half(tags, offset);
            _high[slot] = Half(tags, offset + 8);
            int bucket = Bucket(_low[slot]);
            _chain[slot] = _buckets[bucket];
            _buckets[bucket] = (short)slot;
            _rings.Use(slot);
            Count++;
        }

        /// <summary>Marks a held block as the one used last.</summary>
        public void Touch(int slot) => _rings.Use(slot);

        /// <summary>Forgets a held block; its slot is free.</summary>
        public void Remove(int slot)
        {
            int bucket = Bucket(_low[slot]);
            if (_buckets[bucket] == slot)
            {
                _buckets[bucket] = _chain[slot];
            }
            else
            {
                int before = _buckets[bucket];
                while (_chain[before] != slot) before = _chain[before];
                _chain[before] = _chain[slot];
            }

            _rings.Free(slot);
            Count--;
        }

        /// <summary>Gives up a free slot for good.</summary>
        public void Retire(int slot) => _rings.Retire(slot);

        private static int Buckets(int slots)
        {
            int buckets = 1;
            while (buckets < slots) buckets <<= 1;
            return buckets;
        }

        private int Bucket(ulong low) => (int)(low & (ulong)(_buckets.Length - 1));

        private static ulong Half(byte[] bytes, int offset)
        {
            ulong value = 0;
            for (int i = 7; i >= 0; i--) value = (value << 8) | bytes[offset + i];
            return value;
        }
    }
}
