namespace Decent.Peer.Answering
{
    /// <summary>So many tokens a second, at most a second's worth saved. Counted in thousandths, so that slow rates do not round to nothing.</summary>
    public sealed class TokenBucket
    {
        private readonly long _perSecond;
        private long _milliTokens;
        private long _atMs;

        /// <summary><paramref name="perSecond"/> at least 1; starts full.</summary>
        public TokenBucket(long perSecond)
        {
            Must.Hold(perSecond > 0);
            _perSecond = perSecond;
            _milliTokens = perSecond * 1000;
        }

        /// <summary>Full again, for another owner.</summary>
        public void Fill(long nowMs)
        {
            _milliTokens = _perSecond * 1000;
            _atMs = nowMs;
        }

        /// <summary>Takes <paramref name="tokens"/> if they are there. A clock that steps back adds nothing, nor does its way forth again.</summary>
        public bool TryTake(long nowMs, long tokens)
        {
            if (!Holds(nowMs, tokens)) return false;
            _milliTokens -= tokens * 1000;
            return true;
        }

        /// <summary>Whether <paramref name="tokens"/> could be taken now.</summary>
        public bool Holds(long nowMs, long tokens)
        {
            if (nowMs > _atMs)
            {
                long elapsedMs = nowMs - _atMs;
                _milliTokens = elapsedMs >= 1000 ? _perSecond * 1000 : _milliTokens + elapsedMs * _perSecond;
                if (_milliTokens > _perSecond * 1000) _milliTokens = _perSecond * 1000;
                _atMs = nowMs;
            }

            return _milliTokens >= tokens * 1000;
        }
    }
}
