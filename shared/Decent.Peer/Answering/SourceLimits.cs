namespace Decent.Peer.Answering
{
    /// <summary>A bucket for each of the last sources heard, and one for all together. The table is fixed: the longest silent source makes room.</summary>
    public sealed class SourceLimits
    {
        private readonly TokenBucket _all;
        private readonly uint[] _addresses;
        private readonly TokenBucket[] _buckets;
        private readonly long[] _seenMs;
        private int _count;

        public SourceLimits(int sources, long perSourcePerSecond, long allPerSecond)
        {
            _all = new TokenBucket(allPerSecond);
            _addresses = new uint[sources];
            _buckets = new TokenBucket[sources];
            for (int i = 0; i < sources; i++) _buckets[i] = new TokenBucket(perSourcePerSecond);
            _seenMs = new long[sources];
        }

        /// <summary>Whether one more question of this source may be answered now.</summary>
        public bool TryTake(long nowMs, uint address)
        {
            int slot = Slot(nowMs, address);
            _seenMs[slot] = nowMs;
            return _buckets[slot].TryTake(nowMs, 1) && _all.TryTake(nowMs, 1);
        }

        private int Slot(long nowMs, uint address)
        {
            int oldest = 0;
            for (int i = 0; i < _count; i++)
            {
                if (_addresses[i] == address) return i;
                if (_seenMs[i] < _seenMs[oldest]) oldest = i;
            }

            int slot = _count < _addresses.Length ? _count++ : oldest;
            _addresses[slot] = address;
            _buckets[slot].Fill(nowMs);
            return slot;
        }
    }
}
