namespace Decent.Peer
{
    /// <summary>
    /// xorshift64* (Vigna, 2016): the same sequence from the same seed on device, edge and in simulation. For jitter and choice only; secrets come
    /// from the host.
    /// </summary>
    public sealed class Rng
    {
        private ulong _state;

        /// <summary>Any seed; 0 is replaced, because the generator would stay there.</summary>
        public Rng(ulong seed)
        {
            _state = seed == 0 ? 0x9E3779B97F4A7C15UL : seed;
        }

        public ulong Next()
        {
            unchecked
            {
                _state ^= _state >> 12;
                _state ^= _state << 25;
                _state ^= _state >> 27;
                return _state * 0x2545F4914F6CDD1DUL;
            }
        }

        /// <summary>0 to <paramref name="bound"/> - 1; bound at least 1.</summary>
        public int Below(int bound)
        {
            Must.Hold(bound > 0);
            return (int)((Next() >> 33) % (ulong)bound);
        }
    }
}
