namespace Decent.Peer.BlockCache
{
    /// <summary>The last so many blocks that were missed, as 16-bit fingerprints in the order of their coming. One in 65,536 is taken for another.</summary>
    public sealed class Ghost
    {
        private readonly ushort[] _prints;
        private readonly short[] _chain;
        private readonly short[] _buckets;
        private readonly bool[] _isUsed;
        private int _next;

        /// <summary>Remembers 1 to 32,766 misses.</summary>
        public Ghost(int prints)
        {
            Must.Hold(prints >= 1 && prints < short.MaxValue);
            _prints = new ushort[prints];
            _chain = new short[prints];
            _isUsed = new bool[prints];
            int buckets = 1;
            while (buckets < prints) buckets <<= 1;
            _buckets = new short[buckets];
            for (int i = 0; i < buckets; i++) _buckets[i] = -1;
        }

        public int RamBytes => _prints.Length * 5 + _buckets.Length * 2;

        /// <summary>True when the block was missed lately, which is then forgotten; else it is remembered now.</summary>
        public bool Recall(byte[] tags, int offset)
        {
            ushort print = (ushort)(tags[offset + 14] | (tags[offset + 15] << 8));
            int at = _buckets[print & (_buckets.Length - 1)];
            while (at >= 0 && _prints[at] != print) at = _chain[at];
            if (at >= 0)
            {
                Remove(at);
                return true;
            }

            if (_isUsed[_next]) Remove(_next);
            int bucket = print & (_buckets.Length - 1);
            _prints[_next] = print;
            _isUsed[_next] = true;
            _chain[_next] = _buckets[bucket];
            _buckets[bucket] = (short)_next;
            _next = _next + 1 < _prints.Length ? _next + 1 : 0;
            return false;
        }

        private void Remove(int at)
        {
            int bucket = _prints[at] & (_buckets.Length - 1);
            if (_buckets[bucket] == at)
            {
                _buckets[bucket] = _chain[at];
            }
            else
            {
                int before = _buckets[bucket];
                while (_chain[before] != at) before = _chain[before];
                _chain[before] = _chain[at];
            }

            _isUsed[at] = false;
        }
    }
}
