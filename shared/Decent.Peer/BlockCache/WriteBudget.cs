namespace Decent.Peer.BlockCache
{
    /// <summary>Writes that the flash bears: so many a day, at most a day's worth saved.</summary>
    public sealed class WriteBudget
    {
        private const long DayMs = 86_400_000;
        private const long ErasesPerSector = 100_000;
        private const long Days = 1_826;
        private readonly long _perDay;
        private long _level;
        private long _atMs = long.MinValue;

        /// <summary><paramref name="perDay"/> at least 1; starts full.</summary>
        public WriteBudget(int perDay)
        {
            Must.Hold(perDay >= 1);
            _perDay = perDay;
            _level = perDay * DayMs;
        }

        /// <summary>Whole writes left.</summary>
        public int Left => (int)(_level / DayMs);

        public bool IsAboveHalf => _level > _perDay * DayMs / 2;

        /// <summary>
        /// Inserts a day for five years of 100,000 erases a sector, levelled with 0.7 of the ideal, at 1.25 erases an insert: 1,962 for 64 sectors.
        /// </summary>
        public static int InsertsPerDay(int sectors)
        {
            long perDay = sectors * ErasesPerSector * 7 * 4 / (10 * 5 * Days);
            return perDay < 1 ? 1 : perDay > 1_000_000 ? 1_000_000 : (int)perDay;
        }

        /// <summary>Adds what time brings. A clock that steps back adds nothing, nor does its way forth again.</summary>
        public void Advance(long nowMs)
        {
            if (_atMs != long.MinValue && nowMs > _atMs)
            {
                long elapsedMs = nowMs - _atMs;
                _level = elapsedMs >= DayMs ? _perDay * DayMs : _level + elapsedMs * _perDay;
                if (_level > _perDay * DayMs) _level = _perDay * DayMs;
            }

            if (nowMs > _atMs) _atMs = nowMs;
        }

        /// <summary>One write was made; there is no debt.</summary>
        public void Spend() => _level = _level < DayMs ? 0 : _level - DayMs;

        /// <summary>Goes on with what was left at an earlier time.</summary>
        public void Restore(int left) => _level = left >= _perDay ? _perDay * DayMs : left < 0 ? 0 : left * DayMs;
    }
}
