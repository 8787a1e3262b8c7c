namespace Decent.Peer.Answering
{
    /// <summary>A bucket for each of the last sources heard, and one for all together. The table is fixed: the longest silent source makes room.</summary>
    public sealed class SourceLimits
    {
        private readonly TokenBucket _all;
        private readonly long _perSource;
        private readonly uint[] _addresses;
        private readonly TokenBucket?[] _buckets;
        private readonly long[] _seenMs;

        public SourceLimits(int sources, long perSourcePerSecond, long allPerSecond)
        {
            _perSource = perSourcePerSecond;
            _all = new TokenBucket(allPerSecond);
            _addresses = new uint[sources];
            _buckets = new TokenBucket?[sources];
            _seenMs = new long[sources];
        }

        /// <summary>Whether one more question of this source may be answered now.</summary>
        public bool TryTake(long nowMs, uint address)
        {
            int slot = Slot(address);
            _seenMs[slot] = nowMs;
            TokenBucket? bucket = _buckets[slot];
            return bucket != null && bucket.TryTake(nowMs, 1) && _all.TryTake(nowMs, 1);
        }

        private int Slot(uint address)
        {
            int oldest = 0;
            for (int i = 0; i < _addresses.Length; i++)
            {
                if (_buckets[i] != null && _addresses[i] == address) return i;
                if (_buckets[i] == null)
                {
                    oldest = i;
                    break;
                }

                if (_seenMs[i] < _seenMs[oldest]) oldest = i;
            }

            _addresses[oldest] = address;
            _buckets[oldest] = new TokenBucket(_perSource);
            return oldest;
        }
    }
}
