using Decent.Peer;

namespace Decent.Firmware.Bus
{
    /// <summary>
    /// Waits with full jitter: anything from nothing to a bound that doubles with each failure, so that a thousand boards do not return at once.
    /// </summary>
    public sealed class Backoff
    {
        private readonly Rng _rng;
        private readonly int _firstMs;
        private readonly int _mostMs;
        private int _boundMs;

        /// <summary>First and last bound in milliseconds, at least 1.</summary>
        public Backoff(Rng rng, int firstMs, int mostMs)
        {
            Must.Hold(firstMs >= 1 && mostMs >= firstMs);
            _rng = rng;
            _firstMs = firstMs;
            _mostMs = mostMs;
            _boundMs = firstMs;
        }

        /// <summary>Milliseconds to wait now; the next wait's bound is twice this one's.</summary>
        public int NextMs()
        {
            int waitMs = _rng.Below(_boundMs + 1);
            _boundMs = _boundMs > _mostMs / 2 ? _mostMs : _boundMs * 2;
            return waitMs;
        }

        /// <summary>Things are well again.</summary>
        public void Reset() => _boundMs = _firstMs;
    }
}
