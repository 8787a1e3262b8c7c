namespace Decent.Peer.BlockCache
{
    /// <summary>Two rings over the slots, most recent first: those in use and those that are free. Every step takes the same short time.</summary>
    public sealed class SlotRings
    {
        private readonly short[] _previous;
        private readonly short[] _next;
        private readonly int _used;
        private readonly int _free;

        /// <summary>All slots free; the lowest is taken first.</summary>
        public SlotRings(int slots)
        {
            // Two more entries are the rings' heads, so that no link is ever missing.
            _previous = new short[slots + 2];
            _next = new short[slots + 2];
            _used = slots;
            _free = slots + 1;
            Loop(_used);
            Loop(_free);
            for (int slot = 0; slot < slots; slot++) Put(slot, _free);
        }

        /// <summary>The slot used longest ago, or -1.</summary>
        public int Oldest => _previous[_used] == _used ? -1 : _previous[_used];

        /// <summary>The free slot to be taken next, or -1.</summary>
        public int NextFree => _previous[_free] == _free ? -1 : _previous[_free];

        /// <summary>Bytes of memory that <paramref name="slots"/> slots take.</summary>
        public static int RamBytes(int slots) => (slots + 2) * 4;

        /// <summary>Makes a slot, used or free, the most recently used one.</summary>
        public void Use(int slot) => Move(slot, _used);

        public void Free(int slot) => Move(slot, _free);

        /// <summary>Takes a slot out of both rings: the drive cannot keep it.</summary>
        public void Retire(int slot)
        {
            Unlink(slot);
            Loop(slot);
        }

        private void Move(int slot, int head)
        {
            Unlink(slot);
            Put(slot, head);
        }

        private void Unlink(int slot)
        {
            _next[_previous[slot]] = _next[slot];
            _previous[_next[slot]] = _previous[slot];
        }

        private void Put(int slot, int head)
        {
            short first = _next[head];
            _next[slot] = first;
            _previous[slot] = (short)head;
            _previous[first] = (short)slot;
            _next[head] = (short)slot;
        }

        private void Loop(int at)
        {
            _previous[at] = (short)at;
            _next[at] = (short)at;
        }
    }
}
