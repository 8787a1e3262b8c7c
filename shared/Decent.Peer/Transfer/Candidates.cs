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
        private readonly PeerTable _peers;
        private readonly Rng _rng;
        private readonly int[] _slots = new int[Max];
        private readonly uint[] _addresses = new uint[Max];
        private readonly ushort[] _ports = new ushort[Max];
        private readonly ulong[] _held = new ulong[Max];
        private readonly byte[] _loads = new byte[Max];
        private readonly bool[] _isEdge = new bool[Max];
        private readonly int[] _inFlight = new int[Max];
        private readonly byte[][] _cookies = new byte[Max][];

        public Candidates(PeerTable peers, Rng rng)
        {
            _peers = peers;
            _rng = rng;
            for (int i = 0; i < Max; i++) _cookies[i] = new byte[Limits.CookieBytes];
        }

        public int Count { get; private set; }

        public void Clear() => Count = 0;

        /// <summary>Adds or renews; false when the table is full or the peer is in quarantine.</summary>
        public bool Add(long nowMs, uint address, ushort port, Have have)
        {
            int slot = _peers.Slot(nowMs, address, port);
            if (_peers.IsQuarantined(nowMs, slot)) return false;
            int index = Find(address, port);
            if (index < 0)
            {
                if (Count == Max) return false;
                index = Count++;
                _inFlight[index] = 0;
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
        public int Pick(int block)
        {
            int first = PickOne(block, -1);
            int second = first < 0 ? -1 : PickOne(block, first);
            if (second < 0) return first;
            return Cost(second) < Cost(first) ? second : first;
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

        public int TimeoutMs(int candidate) => _peers.TimeoutMs(_slots[candidate]);

        public void Sent(int candidate) => _inFlight[candidate]++;

        public void Ended(int candidate) => _inFlight[candidate]--;

        public void Answered(int candidate, int afterMs) => _peers.Answered(_slots[candidate], afterMs);

        /// <summary>Asked in vain: it is not asked for this block again, and ranks lower.</summary>
        public void Failed(int candidate, int block)
        {
            _held[candidate] &= ~(1UL << block);
            _peers.Failed(_slots[candidate]);
        }

        /// <summary>It sent a wrong block: nothing of it is believed for a while.</summary>
        public void Quarantine(long nowMs, int candidate)
        {
            _held[candidate] = 0;
            _peers.Quarantine(nowMs, _slots[candidate]);
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

        private int Cost(int candidate) => _peers.Cost(_slots[candidate], _inFlight[candidate], _loads[candidate]);
    }
}
