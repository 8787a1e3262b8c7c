using Decent.Peer;

namespace Decent.Firmware.Bus
{
    /// <summary>
    /// Waits with jitter: anything from a quarter of a bound to the whole of it, and the bound doubles with each failure, so that a thousand boards do
    /// not return at once, and none at once.
    /// </summary>
    public sealed class Backoff
    {
        private readonly Rng _rng;
        private readonly int _firstMs;
        private readonly int _mostMs;
        private int _boundMs;

        /// <summary>First and last bound in milliseconds, at least 4.</summary>
        public Backoff(Rng rng, int firstMs, int mostMs)
        {
            Must.Hold(firstMs >= 4 && mostMs >= firstMs);
            _rng = rng;
            _firstMs = firstMs;
            _mostMs = mostMs;
            _boundMs = firstMs;
        }

        /// <summary>Milliseconds to wait now; the next wait's bound is twice this one's.</summary>
        public int NextMs()
        {
            int leastMs = _boundMs / 4;
            int waitMs = leastMs + _rng.Below(_boundMs - leastMs + 1);
            _boundMs = _boundMs > _mostMs / 2 ? _mostMs : _boundMs * 2;
            return waitMs;
        }

        /// <summary>Things are well again.</summary>
        public void Reset() => _boundMs = _firstMs;
    }
}
