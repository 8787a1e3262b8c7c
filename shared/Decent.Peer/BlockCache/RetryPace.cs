namespace Decent.Peer.BlockCache
{
    /// <summary>When a drive that failed is tried again: opening writes, so at once, after 10 seconds, and ever later, up to an hour.</summary>
    public sealed class RetryPace
    {
        private const int FirstMs = 10_000;
        private const int MostMs = 3_600_000;
        private long _atMs = long.MinValue / 2;
        private int _waitMs;

        /// <summary>True when it is time; then the next time is set. After an hour without a try it begins anew.</summary>
        public bool IsDue(long nowMs)
        {
            if (nowMs < _atMs) return false;
            bool anew = nowMs - _atMs > MostMs;
            _waitMs = anew ? FirstMs : _waitMs > MostMs / 2 ? MostMs : _waitMs * 2;
            _atMs = nowMs + _waitMs;
            return true;
        }
    }
}
