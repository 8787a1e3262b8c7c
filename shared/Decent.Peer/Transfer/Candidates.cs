using Decent.Protocol;
using Decent.Protocol.Datagrams;

namespace Decent.Peer.Transfer
{
    /// <summary>The peers that answered one question, at most 16: what each holds, and how much is asked of it now.</summary>
    public sealed class Candidates
    {
        private const int Max = 16;

        /// <summary>A board's mailbox holds six datagrams: two blocks. An edge takes more.</summary>
        private const int BoardWindow = 2;

        private const int EdgeWindow = 8;

        /// <summary>
        /// Blocks in a row that a peer may begin and not finish before nothing more is asked of it: a tarpit costs seconds, not minutes.
        /// </summary>
        private const int VainMax = 3;

        private readonly PeerTable _peers;
        private readonly Rng _rng;
        private readonly int[] _slots = new int[Max];
        private readonly uint[] _addresses = new uint[Max];
        private readonly ushort[] _ports = new ushort[Max];
        private readonly ulong[] _held = new ulong[Max];
        private readonly byte[] _loads = new byte[Max];
        private readonly bool[] _isEdge = new bool[Max];
        private readonly int[] _inFlight = new int[Max];
        private readonly long[] _heardMs = new long[Max];
        private readonly int[] _vain = new int[Max];
        private readonly byte[][] _cookies = new byte[Max][];

        public Candidates(PeerTable peers, Rng rng)
        {
            _peers = peers;
            _rng = rng;
            for (int i = 0; i < Max; i++) _cookies[i] = new byte[Limits.CookieBytes];
        }

        public int Count { get; private set; }

        public void Clear() => Count = 0;

        /// <summary>
        /// Adds or renews; false when the peer is in quarantine, or when all places are taken by peers that may still give some of
        /// <paramref name="missing"/>.
        /// </summary>
        public bool Add(long nowMs, uint address, ushort port, Have have, ulong missing)
        {
            int slot = _peers.Slot(nowMs, address, port);
            if (_peers.IsQuarantined(nowMs, slot)) return false;
            int index = Find(address, port);
            if (index < 0)
            {
                index = Count < Max ? Count++ : Useless(missing);
                if (index < 0) return false;
                _inFlight[index] = 0;
                _heardMs[index] = long.MinValue;
                _vain[index] = 0;
            }

            _slots[index] = slot;
            _addresses[index] = address;
            _ports[index] = port;
            _held[index] = have.Bitmap;
            _loads[index] = have.Load;
            _isEdge[index] = have.HttpPort != 0;
            System.Array.Copy(have.Cookie, 0, _cookies[index], 0, Limits.CookieBytes);
            return true;
        }

        public int Find(uint address, ushort port)
        {
            for (int i = 0; i < Count; i++)
            {
                if (_addresses[i] == address && _ports[i] == port) return i;
            }

            return -1;
        }

        /// <summary>The better of two random candidates that hold <paramref name="block"/> and have room, or -1.</summary>
        public int Pick(long nowMs, int block)
        {
            int first = PickOne(block, -1);
            int second = first < 0 ? -1 : PickOne(block, first);
            if (second < 0) return first;
            return Cost(nowMs, second) < Cost(nowMs, first) ? second : first;
        }

        /// <summary>Blocks that some candidate still offers, busy or not.</summary>
        public ulong Offered()
        {
            ulong offered = 0;
            for (int i = 0; i < Count; i++) offered |= _held[i];
            return offered;
        }

        public uint Address(int candidate) => _addresses[candidate];

        public ushort Port(int candidate) => _ports[candidate];

        public byte[] Cookie(int candidate) => _cookies[candidate];

        public int TimeoutMs(long nowMs, int candidate) => _peers.TimeoutMs(Slot(nowMs, candidate));

        public int OvertakeMs(long nowMs, int candidate) => _peers.OvertakeMs(Slot(nowMs, candidate));

        public void Sent(int candidate) => _inFlight[candidate]++;

        public void Ended(int candidate) => _inFlight[candidate]--;

        public void Heard(long nowMs, int candidate) => _heardMs[candidate] = nowMs;

        public bool HeardSince(long sinceMs, int candidate) => _heardMs[candidate] >= sinceMs;

        public void Answered(long nowMs, int candidate, int afterMs) => _peers.Answered(Slot(nowMs, candidate), afterMs);

        /// <summary>It gave a whole block.</summary>
        public void Delivered(long nowMs, int candidate)
        {
            _vain[candidate] = 0;
            _peers.Delivered(nowMs, Slot(nowMs, candidate));
        }

        /// <summary>Asked in vain: it is not asked for this block again before its next HAVE if another has it, and ranks lower.</summary>
        public void Failed(long nowMs, int candidate, int block)
        {
            _vain[candidate]++;
            if (_vain[candidate] >= VainMax) _held[candidate] = 0;
            else if (HasOther(candidate, block)) _held[candidate] &= ~(1UL << block);
            _peers.Failed(Slot(nowMs, candidate));
        }

        /// <summary>Not a word of it for as long as a block may take: nothing is asked of it before its next HAVE.</summary>
        public void Gone(long nowMs, int candidate)
        {
            _held[candidate] = 0;
            _peers.Failed(Slot(nowMs, candidate));
        }

        /// <summary>It sent a wrong block: nothing of it is believed for a while.</summary>
        public void Quarantine(long nowMs, int candidate)
        {
            _held[candidate] = 0;
            _peers.Quarantine(nowMs, Slot(nowMs, candidate));
        }

        private int PickOne(int block, int except)
        {
            int eligible = 0;
            int chosen = -1;
            for (int i = 0; i < Count; i++)
            {
                int window = _isEdge[i] ? EdgeWindow : BoardWindow;
                if (i == except || _inFlight[i] >= window || (_held[i] & (1UL << block)) == 0) continue;
                eligible++;
                if (_rng.Below(eligible) == 0) chosen = i;
            }

            return chosen;
        }

        private bool HasOther(int candidate, int block)
        {
            for (int i = 0; i < Count; i++)
            {
                if (i != candidate && (_held[i] & (1UL << block)) != 0) return true;
            }

            return false;
        }

        private int Cost(long nowMs, int candidate) => _peers.Cost(Slot(nowMs, candidate), _inFlight[candidate], _loads[candidate]);

        /// <summary>A place whose peer gives nothing that is missing and has nothing on its way, or -1.</summary>
        private int Useless(ulong missing)
        {
            for (int i = 0; i < Count; i++)
            {
                if (_inFlight[i] == 0 && (_held[i] & missing) == 0) return i;
            }

            return -1;
        }

        /// <summary>The peer's slot in the table of all peers, which may have been given to another meanwhile.</summary>
        private int Slot(long nowMs, int candidate)
        {
            if (!_peers.IsOf(_slots[candidate], _addresses[candidate], _ports[candidate]))
                _slots[candidate] = _peers.Slot(nowMs, _addresses[candidate], _ports[candidate]);
            return _slots[candidate];
        }
    }
}
