namespace Decent.Peer.Transfer
{
    /// <summary>
    /// What this node has measured of its peers: time to first byte (smoothed as in RFC 6298), failures, quarantine. Fixed size; the peer unheard
    /// for longest makes room, but never one in quarantine while another can go.
    /// </summary>
    public sealed class PeerTable
    {
        /// <summary>Before anything is measured.</summary>
        public const int FirstTimeoutMs = 300;

        /// <summary>Shortest and longest wait for a datagram: Wi-Fi stalls by 100 ms and more.</summary>
        public const int TimeoutMsMin = 250;

        public const int TimeoutMsMax = 2000;

        /// <summary>How long a peer that sent a wrong block is not believed.</summary>
        public const int QuarantineMs = 600_000;

        /// <summary>How long a peer that delivered is asked in person.</summary>
        public const int KnownMs = 600_000;

        /// <summary>How long a datagram that was overtaken is waited for: a quarter of the round trip, as in RFC 8985, within these.</summary>
        public const int OvertakeMsMin = 1;

        public const int OvertakeMsMax = 25;

        private const long Never = -1;
        private const int FailuresMax = 16;

        private readonly uint[] _addresses;
        private readonly ushort[] _ports;
        private readonly int[] _roundTripMs;
        private readonly int[] _variationMs;
        private readonly int[] _failures;
        private readonly long[] _seenMs;
        private readonly long[] _quarantinedUntilMs;
        private readonly long[] _deliveredMs;
        private int _count;

        public PeerTable(int capacity)
        {
            _addresses = new uint[capacity];
            _ports = new ushort[capacity];
            _roundTripMs = new int[capacity];
            _variationMs = new int[capacity];
            _failures = new int[capacity];
            _seenMs = new long[capacity];
            _quarantinedUntilMs = new long[capacity];
            _deliveredMs = new long[capacity];
        }

        /// <summary>Peers put aside since the start.</summary>
        public uint Quarantined { get; private set; }

        /// <summary>The peer's slot, made if need be.</summary>
        public int Slot(long nowMs, uint address, ushort port)
        {
            int oldest = 0;
            for (int i = 0; i < _count; i++)
            {
                if (_addresses[i] == address && _ports[i] == port)
                {
                    _seenMs[i] = nowMs;
                    return i;
                }

                if (Rank(i, nowMs) < Rank(oldest, nowMs)) oldest = i;
            }

            int slot = _count < _addresses.Length ? _count++ : oldest;
            _addresses[slot] = address;
            _ports[slot] = port;
            _roundTripMs[slot] = 0;
            _variationMs[slot] = 0;
            _failures[slot] = 0;
            _seenMs[slot] = nowMs;
            _quarantinedUntilMs[slot] = 0;
            _deliveredMs[slot] = Never;
            return slot;
        }

        /// <summary>
        /// Peers worth asking in person: they delivered within the last 10 minutes and have not failed since, quickest first. Fills the arrays up to
        /// their length and returns how many.
        /// </summary>
        public int Known(long nowMs, uint[] addresses, ushort[] ports)
        {
            int found = 0;
            int after = -1;
            while (found < addresses.Length)
            {
                int best = -1;
                for (int i = 0; i < _count; i++)
                {
                    bool isKnown = _deliveredMs[i] != Never && nowMs - _deliveredMs[i] < KnownMs && _failures[i] == 0 && !IsQuarantined(nowMs, i);
                    if (isKnown && IsQuicker(after, i) && (best < 0 || IsQuicker(i, best))) best = i;
                }

                if (best < 0) break;
                addresses[found] = _addresses[best];
                ports[found] = _ports[best];
                after = best;
                found++;
            }

            return found;
        }

        /// <summary>A block of it was verified.</summary>
        public void Delivered(long nowMs, int slot) => _deliveredMs[slot] = nowMs;

        /// <summary>Whether the slot still is that peer's; another may have taken its place.</summary>
        public bool IsOf(int slot, uint address, ushort port) => _addresses[slot] == address && _ports[slot] == port;

        public bool IsQuarantined(long nowMs, int slot) => nowMs < _quarantinedUntilMs[slot];

        /// <summary>It sent a block that is not what it said.</summary>
        public void Quarantine(long nowMs, int slot)
        {
            _quarantinedUntilMs[slot] = nowMs + QuarantineMs;
            Quarantined++;
        }

        /// <summary>A first datagram came <paramref name="afterMs"/> after it was asked for.</summary>
        public void Answered(int slot, int afterMs)
        {
            _failures[slot] = 0;
            if (_roundTripMs[slot] == 0)
            {
                _roundTripMs[slot] = afterMs < 1 ? 1 : afterMs;
                _variationMs[slot] = afterMs / 2;
                return;
            }

            int error = afterMs - _roundTripMs[slot];
            _variationMs[slot] += ((error < 0 ? -error : error) - _variationMs[slot]) / 4;
            _roundTripMs[slot] += error / 8;
            if (_roundTripMs[slot] < 1) _roundTripMs[slot] = 1;
        }

        public void Failed(int slot)
        {
            if (_failures[slot] < FailuresMax) _failures[slot]++;
        }

        /// <summary>It said that it stops answering: not asked in person any more, and behind all others, until it answers again.</summary>
        public void Left(uint address, ushort port)
        {
            for (int i = 0; i < _count; i++)
            {
                if (_addresses[i] != address || _ports[i] != port) continue;
                _deliveredMs[i] = Never;
                _failures[i] = FailuresMax;
            }
        }

        /// <summary>How long to wait for a datagram of this peer.</summary>
        public int TimeoutMs(int slot)
        {
            if (_roundTripMs[slot] == 0) return FirstTimeoutMs;
            int timeout = _roundTripMs[slot] + 4 * _variationMs[slot];
            if (timeout < TimeoutMsMin) return TimeoutMsMin;
            return timeout > TimeoutMsMax ? TimeoutMsMax : timeout;
        }

        /// <summary>How long an overtaken datagram may take before it counts as lost.</summary>
        public int OvertakeMs(int slot)
        {
            int quarter = _roundTripMs[slot] / 4;
            if (quarter < OvertakeMsMin) return OvertakeMsMin;
            return quarter > OvertakeMsMax ? OvertakeMsMax : quarter;
        }

        /// <summary>Lower is better: expected milliseconds, with failures and <paramref name="load"/> (0 to 255) weighing.</summary>
        public int Cost(int slot, int inFlight, byte load)
        {
            int roundTrip = _roundTripMs[slot] == 0 ? 50 : _roundTripMs[slot];
            return roundTrip * (1 + inFlight) * (256 + load) / 256 + _failures[slot] * FirstTimeoutMs;
        }

        /// <summary>By round trip, then by place, so that no two are equal; -1 is quicker than all.</summary>
        private bool IsQuicker(int slot, int other)
        {
            if (slot < 0) return true;
            return _roundTripMs[slot] != _roundTripMs[other] ? _roundTripMs[slot] < _roundTripMs[other] : slot < other;
        }

        private long Rank(int slot, long nowMs) => IsQuarantined(nowMs, slot) ? _quarantinedUntilMs[slot] : _seenMs[slot];
    }
}
