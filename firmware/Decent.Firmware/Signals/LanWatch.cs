namespace Decent.Firmware.Signals
{
    /// <summary>Looks after the board's address: the firmware below joins again by itself first, then this does, then a restart.</summary>
    public sealed class LanWatch
    {
        /// <summary>The firmware below tries by itself for this long.</summary>
        public const int PatienceMs = 30_000;

        /// <summary>Between two attempts of ours.</summary>
        public const int RejoinEveryMs = 60_000;

        /// <summary>After this long without an address only a fresh start can help.</summary>
        public const int RestartMs = 1_800_000;

        private readonly uint _address;
        private bool _away;
        private long _awayAtMs;
        private long _rejoinAtMs;

        /// <summary><paramref name="address"/>: the one that the node was started with.</summary>
        public LanWatch(uint address) => _address = address;

        /// <summary>Asked every few seconds; <paramref name="address"/> 0: none now.</summary>
        public LanAction Look(long nowMs, uint address)
        {
            if (address != 0)
            {
                _away = false;
                return address == _address ? LanAction.None : LanAction.Restart;
            }

            if (!_away)
            {
                _away = true;
                _awayAtMs = nowMs;
                _rejoinAtMs = nowMs + PatienceMs;
            }

            if (nowMs - _awayAtMs >= RestartMs) return LanAction.Restart;
            if (nowMs < _rejoinAtMs) return LanAction.None;
            _rejoinAtMs = nowMs + RejoinEveryMs;
            return LanAction.Rejoin;
        }
    }
}
