using Decent.Protocol;

namespace Decent.Peer.BlockCache
{
    /// <summary>
    /// Which block stands at which place. Parallel arrays: an object for each block would take eight times the memory. Tags are HMACs, so their own
    /// bits are the hash.
    /// </summary>
    public sealed class BlockIndex
    {
        private const ushort Free = 0x7FFF;
        private const ushort PinnedBit = 0x8000;
        private readonly ulong[] _low;
        private readonly ulong[] _high;
        private readonly ushort[] _places;
        private readonly short[] _chain;
        private readonly short[] _buckets;
        private short _free;

        /// <summary>Room for 1 to 32,766 entries.</summary>
        public BlockIndex(int entries)
        {
            Must.Hold(entries >= 1 && entries < short.MaxValue);
            _low = new ulong[entries];
            _high = new ulong[entries];
            _places = new ushort[entries];
            _chain = new short[entries];
            _buckets = new short[Buckets(entries)];
            Clear();
        }

        /// <summary>Entries in use.</summary>
        public int Count { get; private set; }

        public int Entries => _places.Length;

        public int RamBytes => _places.Length * 20 + _buckets.Length * 2;

        /// <summary>The entry of the block whose 16-byte tag stands at <paramref name="offset"/>, or -1.</summary>
        public int Find(byte[] tags, int offset)
        {
            ulong low = Half(tags, offset);
            ulong high = Half(tags, offset + 8);
            int entry = _buckets[Bucket(low)];
            while (entry >= 0 && (_low[entry] != low || _high[entry] != high)) entry = _chain[entry];
            return entry;
        }

        /// <summary>Makes an entry for a block that has none. There must be room.</summary>
        public int Add(byte[] tags, int offset, int place)
        {
            Must.Hold(_free >= 0);
            short entry = _free;
            _free = _chain[entry];
            _low[entry] = Half(tags, offset);
            _high[entry] = Half(tags, offset + 8);
            _places[entry] = (ushort)place;
            int bucket = Bucket(_low[entry]);
            _chain[entry] = _buckets[bucket];
            _buckets[bucket] = entry;
            Count++;
            return entry;
        }

        public void Remove(int entry)
        {
            int bucket = Bucket(_low[entry]);
            if (_buckets[bucket] == entry)
            {
                _buckets[bucket] = _chain[entry];
            }
            else
            {
                int before = _buckets[bucket];
                while (_chain[before] != entry) before = _chain[before];
                _chain[before] = _chain[entry];
            }

            _places[entry] = Free;
            _chain[entry] = _free;
            _free = (short)entry;
            Count--;
        }

        public void Clear()
        {
            for (int i = 0; i < _buckets.Length; i++) _buckets[i] = -1;
            for (int i = 0; i < _places.Length; i++)
            {
                _places[i] = Free;
                _chain[i] = (short)(i + 1 < _places.Length ? i + 1 : -1);
            }

            _free = 0;
            Count = 0;
        }

        /// <summary>Where the block stands: segment file * 128 + record. Meaningless for an entry that is not in use.</summary>
        public int Place(int entry) => _places[entry] & ~PinnedBit;

        public void Move(int entry, int place) => _places[entry] = (ushort)((_places[entry] & PinnedBit) | place);

        public bool IsUsed(int entry) => _places[entry] != Free;

        public bool IsPinned(int entry) => (_places[entry] & PinnedBit) != 0;

        public void SetPinned(int entry, bool pinned) => _places[entry] = (ushort)(pinned ? _places[entry] | PinnedBit : _places[entry] & ~PinnedBit);

        /// <summary>Writes the 16 bytes of an entry's tag.</summary>
        public void CopyTag(int entry, byte[] into, int offset)
        {
            for (int i = 0; i < 8; i++)
            {
                into[offset + i] = unchecked((byte)(_low[entry] >> (8 * i)));
                into[offset + 8 + i] = unchecked((byte)(_high[entry] >> (8 * i)));
            }
        }

        private static int Buckets(int entries)
        {
            int buckets = 1;
            while (buckets * 2 <= entries) buckets <<= 1;
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
