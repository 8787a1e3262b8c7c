namespace Decent.Firmware.Device
{
    /// <summary>
    /// How many assured messages M2Mqtt has in hand. It keeps each one for a second from its sending, acknowledged or not, and gives one up after three
    /// attempts a second apart, sometimes without a word: a place is free again a second after the answer, and five after the sending at the latest.
    /// </summary>
    internal sealed class SendWindow
    {
        /// <summary>Messages under way at a time.</summary>
        public const int Places = 5;

        /// <summary>The same when nothing will follow.</summary>
        public const int LastPlaces = 16;

        private const int RestMs = 1_000;
        private const int LostMs = 5_000;
        private readonly object _gate = new object();
        private readonly long[] _untilMs = new long[LastPlaces];
        private readonly bool[] _waiting = new bool[LastPlaces];

        /// <summary>False: no place is free.</summary>
        public bool TryTake(long nowMs, bool last)
        {
            lock (_gate)
            {
                int free = -1;
                int taken = 0;
                for (int i = 0; i < LastPlaces; i++)
                {
                    if (_untilMs[i] > nowMs) taken++;
                    else free = i;
                }

                if (free < 0 || taken >= (last ? LastPlaces : Places)) return false;
                _untilMs[free] = nowMs + LostMs;
                _waiting[free] = true;
                return true;
            }
        }

        /// <summary>The message of the latest <see cref="TryTake"/> was not sent after all.</summary>
        public void GiveBack()
        {
            lock (_gate)
            {
                int latest = -1;
                for (int i = 0; i < LastPlaces; i++)
                {
                    if (_waiting[i] && (latest < 0 || _untilMs[i] >= _untilMs[latest])) latest = i;
                }

                if (latest >= 0) Free(latest, 0);
            }
        }

        /// <summary>One message was acknowledged or given up: the oldest, for all that matters here.</summary>
        public void Answer(long nowMs)
        {
            lock (_gate)
            {
                int oldest = -1;
                for (int i = 0; i < LastPlaces; i++)
                {
                    if (_waiting[i] && (oldest < 0 || _untilMs[i] < _untilMs[oldest])) oldest = i;
                }

                if (oldest >= 0) Free(oldest, nowMs + RestMs);
            }
        }

        /// <summary>Messages that may still be acknowledged.</summary>
        public int Unanswered(long nowMs)
        {
            lock (_gate)
            {
                int count = 0;
                for (int i = 0; i < LastPlaces; i++)
                {
                    if (_waiting[i] && _untilMs[i] > nowMs) count++;
                }

                return count;
            }
        }

        public void Clear()
        {
            lock (_gate)
            {
                for (int i = 0; i < LastPlaces; i++) Free(i, 0);
            }
        }

        private void Free(int place, long untilMs)
        {
            _untilMs[place] = untilMs;
            _waiting[place] = false;
        }
    }
}
