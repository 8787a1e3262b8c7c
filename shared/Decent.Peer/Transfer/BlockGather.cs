using Decent.Peer.Ports;
using Decent.Protocol;
using Decent.Protocol.Datagrams;

namespace Decent.Peer.Transfer
{
    /// <summary>
    /// Fetches a batch of up to 64 small blocks from the peers that answered: three datagrams a block, missing chunks asked for again, three tries
    /// a peer since the last chunk, each block verified by its tag before it is passed on. Wrong bytes put the sender in quarantine and the block
    /// back in the queue.
    /// A peer answers in the order of the requests: when a later answer comes, what an earlier one lacks is asked for at once (<see cref="Gap"/>).
    /// </summary>
    public sealed class BlockGather
    {
        private const int TriesMax = 3;

        /// <summary>Requests for a block to one peer, tries and others.</summary>
        private const int SendsMax = 8;

        private readonly byte[] _tags;
        private readonly IDatagramPort _port;
        private readonly IHmac _hmac;
        private readonly IBlockSink _sink;
        private readonly Rng _rng;
        private readonly Candidates _candidates;
        private readonly BlockSlot[] _slots;
        private readonly Get _get = new Get();
        private readonly Data _data = new Data();
        private readonly byte[] _out = new byte[Get.Bytes];
        private ulong _inFlight;
        private int _sent;

        /// <summary>Tag i of <paramref name="count"/> stands at 16 * i; <paramref name="slots"/> blocks are on their way at most.</summary>
        public BlockGather(byte[] tags, int count, int slots, PeerTable peers, IDatagramPort port, IHmac hmac, IBlockSink sink, Rng rng)
        {
            _tags = tags;
            _port = port;
            _hmac = hmac;
            _sink = sink;
            _rng = rng;
            _candidates = new Candidates(peers, rng);
            Peers = peers;
            _slots = new BlockSlot[slots];
            for (int i = 0; i < slots; i++) _slots[i] = new BlockSlot();
            Missing = Bits.Lowest(count);
        }

        /// <summary>What is known of this node's peers.</summary>
        public PeerTable Peers { get; }

        /// <summary>Blocks not verified yet, bit by bit.</summary>
        public ulong Missing { get; private set; }

        /// <summary>Blocks that peers delivered, and content bytes in them.</summary>
        public int BlocksFromPeers { get; private set; }

        public long BytesFromPeers { get; private set; }

        /// <summary>Blocks that did not match what was asked for.</summary>
        public int WrongBlocks { get; private set; }

        /// <summary>Some candidate may still give something that is missing.</summary>
        public bool HasHope => _inFlight != 0 || (_candidates.Offered() & Missing) != 0;

        /// <summary>Blocks asked of this peer and not here yet.</summary>
        public int OnTheWay(uint address, ushort port)
        {
            int count = 0;
            for (int i = 0; i < _slots.Length; i++)
            {
                if (_slots[i].Block >= 0 && IsOf(_slots[i], address, port)) count++;
            }

            return count;
        }

        /// <summary>A candidate. True when it offers something that is missing.</summary>
        public bool OnHave(long nowMs, uint address, ushort port, Have have) =>
            (have.Bitmap & Missing) != 0 && _candidates.Add(nowMs, address, port, have, Missing);

        /// <summary>The block came from elsewhere.</summary>
        public void OnVerified(int block)
        {
            Missing &= ~(1UL << block);
            for (int i = 0; i < _slots.Length; i++)
            {
                if (_slots[i].Block == block) Free(_slots[i]);
            }
        }

        /// <summary>True when the datagram belongs to a block on its way; <see cref="Missing"/> shrinks when it completed one that verified.</summary>
        public bool OnData(long nowMs, uint address, ushort port, byte[] datagram, int count)
        {
            if (!_data.TryRead(datagram, count)) return false;
            BlockSlot? slot = Slot(address, port);
            if (slot == null) return false;
            _candidates.Heard(nowMs, slot.Candidate);
            if (!slot.Heard && slot.Sends == 1) _candidates.Answered(nowMs, slot.Candidate, (int)(nowMs - slot.AskedMs));
            slot.Heard = true;
            int missing = slot.Missing;
            if (!slot.Take(_data, datagram))
            {
                Refuse(nowMs, slot);
                return true;
            }

            if (slot.Missing != missing) slot.Tries = 1;
            Gap(nowMs, slot);
            if (slot.Missing == 0) Complete(nowMs, slot);
            return true;
        }

        /// <summary>Sends what can be sent, gives up what is overdue; returns when to be called again, or long.MaxValue.</summary>
        public long Tick(long nowMs)
        {
            for (int i = 0; i < _slots.Length; i++)
            {
                if (_slots[i].Block < 0 || _slots[i].DueMs > nowMs) continue;
                if (_slots[i].Hastened) Send(nowMs, _slots[i]);
                else Retry(nowMs, _slots[i]);
            }

            for (int i = 0; i < _slots.Length; i++)
            {
                if (_slots[i].Block < 0 && !Start(nowMs, _slots[i])) break;
            }

            long next = long.MaxValue;
            for (int i = 0; i < _slots.Length; i++)
            {
                if (_slots[i].Block >= 0 && _slots[i].DueMs < next) next = _slots[i].DueMs;
            }

            return next;
        }

        /// <summary>
        /// What a chunk for <paramref name="heard"/> tells of answers that must have come before it. Its block may have been asked for several times, so
        /// only requests older than the first one count as passed over. A short wait lets datagrams overtake each other.
        /// </summary>
        private void Gap(long nowMs, BlockSlot heard)
        {
            int waitMs = _candidates.OvertakeMs(nowMs, heard.Candidate);
            for (int i = 0; i < _slots.Length; i++)
            {
                BlockSlot slot = _slots[i];
                if (slot.Block < 0 || slot.Candidate != heard.Candidate || slot.Hastened || slot.Sends >= SendsMax) continue;
                bool isOver = slot == heard ? slot.EndsWith(_data.Chunk) && !slot.Spent : slot.LastSent < heard.FirstSent;
                if (!isOver || slot.DueMs <= nowMs + waitMs) continue;
                slot.DueMs = nowMs + waitMs;
                slot.Hastened = true;
                slot.Spent = true;
            }
        }

        private bool Start(long nowMs, BlockSlot slot)
        {
            ulong open = Missing & ~_inFlight & _candidates.Offered();
            for (int block = 0; open != 0; block++, open >>= 1)
            {
                if ((open & 1) == 0) continue;
                int candidate = _candidates.Pick(nowMs, block);
                if (candidate < 0) continue;
                slot.Begin(nowMs, block, candidate, _rng.Next());
                slot.Tries = 1;
                _inFlight |= 1UL << block;
                _candidates.Sent(candidate);
                Send(nowMs, slot);
                return true;
            }

            return false;
        }

        private void Send(long nowMs, BlockSlot slot)
        {
            slot.LastSent = _sent++;
            if (slot.Sends++ == 0) slot.FirstSent = slot.LastSent;
            slot.Asked = slot.Missing;
            slot.Hastened = false;
            slot.AskedMs = nowMs;
            slot.DueMs = nowMs + _candidates.TimeoutMs(nowMs, slot.Candidate);
            _get.Nonce = slot.Nonce;
            _get.Missing = slot.Missing;
            System.Array.Copy(_tags, slot.Block * Limits.TagBytes, _get.Tag, 0, Limits.TagBytes);
            System.Array.Copy(_candidates.Cookie(slot.Candidate), 0, _get.Cookie, 0, Limits.CookieBytes);
            _port.Send(_candidates.Address(slot.Candidate), _candidates.Port(slot.Candidate), _out, _get.Write(_out));
        }

        private void Retry(long nowMs, BlockSlot slot)
        {
            if (slot.Tries < TriesMax && slot.Sends < SendsMax)
            {
                slot.Tries++;
                slot.Spent = false;
                Send(nowMs, slot);
                return;
            }

            if (_candidates.HeardSince(slot.BeganMs, slot.Candidate))
            {
                _candidates.Failed(nowMs, slot.Candidate, slot.Block);
                Free(slot);
                return;
            }

            _candidates.Gone(nowMs, slot.Candidate);
            FreeAll(slot.Candidate);
        }

        private void Complete(long nowMs, BlockSlot slot)
        {
            int block = slot.Block;
            bool matches = Tag.Matches(_hmac, slot.Buffer, slot.Length, _tags, block * Limits.TagBytes);
            if (!matches || !_sink.Accept(block, slot.Buffer, slot.Length))
            {
                Refuse(nowMs, slot);
                return;
            }

            _candidates.Delivered(nowMs, slot.Candidate);
            BlocksFromPeers++;
            BytesFromPeers += slot.Length;
            Missing &= ~(1UL << block);
            Free(slot);
        }

        private void Refuse(long nowMs, BlockSlot slot)
        {
            WrongBlocks++;
            _candidates.Quarantine(nowMs, slot.Candidate);
            FreeAll(slot.Candidate);
        }

        private void FreeAll(int candidate)
        {
            for (int i = 0; i < _slots.Length; i++)
            {
                if (_slots[i].Block >= 0 && _slots[i].Candidate == candidate) Free(_slots[i]);
            }
        }

        private void Free(BlockSlot slot)
        {
            _inFlight &= ~(1UL << slot.Block);
            _candidates.Ended(slot.Candidate);
            slot.Block = -1;
        }

        private BlockSlot? Slot(uint address, ushort port)
        {
            for (int i = 0; i < _slots.Length; i++)
            {
                BlockSlot slot = _slots[i];
                if (slot.Block < 0 || slot.Nonce != _data.Nonce) continue;
                bool ofBlock = Tag.Same(_data.TagPrefix, 0, _tags, slot.Block * Limits.TagBytes, 8);
                return ofBlock && IsOf(slot, address, port) ? slot : null;
            }

            return null;
        }

        private bool IsOf(BlockSlot slot, uint address, ushort port) =>
            _candidates.Address(slot.Candidate) == address && _candidates.Port(slot.Candidate) == port;
    }
}
