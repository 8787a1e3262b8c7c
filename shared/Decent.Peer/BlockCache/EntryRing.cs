namespace Decent.Peer.BlockCache
{
    /// <summary>Entries in a row from the oldest to the newest, in two arrays of links.</summary>
    public sealed class EntryRing
    {
        private readonly short[] _older;
        private readonly short[] _newer;
        private readonly int _head;

        /// <summary>None of the entries 0 to <paramref name="entries"/> - 1 is in it; at most 32,766.</summary>
        public EntryRing(int entries)
        {
            Must.Hold(entries >= 1 && entries < short.MaxValue);
            // One more entry is the ring's head, so that no link is ever missing.
            _head = entries;
            _older = new short[entries + 1];
            _newer = new short[entries + 1];
            _older[_head] = (short)_head;
            _newer[_head] = (short)_head;
        }

        /// <summary>Or -1.</summary>
        public int Oldest => Newer(_head);

        public int RamBytes => _older.Length * 4;

        /// <summary>Or -1 behind the newest.</summary>
        public int Newer(int entry) => _newer[entry] == _head ? -1 : _newer[entry];

        public void AddNewest(int entry)
        {
            short last = _older[_head];
            _older[entry] = last;
            _newer[entry] = (short)_head;
            _newer[last] = (short)entry;
            _older[_head] = (short)entry;
        }

        public void Remove(int entry)
        {
            _newer[_older[entry]] = _newer[entry];
            _older[_newer[entry]] = _older[entry];
        }
    }
}
