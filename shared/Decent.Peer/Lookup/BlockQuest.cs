using Decent.Peer.Ports;
using Decent.Peer.Transfer;
using Decent.Protocol;
using Decent.Protocol.Datagrams;

namespace Decent.Peer.Lookup
{
    /// <summary>
    /// One batch of small blocks from question to last verified byte: the ladder of <see cref="Ladder"/> over the transfers of
    /// <see cref="BlockGather"/>. The host feeds datagrams and time, and fetches from the instance when told to.
    /// </summary>
    public sealed class BlockQuest
    {
        private const int KnownMax = 3;
        private readonly WantBlocks _want = new WantBlocks();
        private readonly Have _have = new Have();
        private readonly byte[] _out = new byte[WantBlocks.FixedBytes + Limits.WantTagsMax * Limits.TagBytes];
        private readonly Ladder _ladder;
        private readonly BlockGather _gather;
        private readonly IDatagramPort _port;
        private readonly IInstancePort _instance;
        private readonly uint _thresholdMilli;
        private readonly uint[] _knownAddresses = new uint[KnownMax];
        private readonly ushort[] _knownPorts = new ushort[KnownMax];
        private bool _hadHope;
        private bool _askedKnown;

        /// <summary>
        /// Tag i of <paramref name="count"/> (1 to 64) stands at 16 * i of <paramref name="tags"/>; <paramref name="nonce"/> must not be guessable.
        /// </summary>
        public BlockQuest(Ladder ladder, BlockGather gather, byte[] tags, int count, ulong nonce, uint thresholdMilli, IDatagramPort port,
            IInstancePort instance)
        {
            Must.Hold(count >= 1 && count <= Limits.WantTagsMax);
            _ladder = ladder;
            _gather = gather;
            _port = port;
            _instance = instance;
            _thresholdMilli = thresholdMilli;
            _want.Nonce = nonce;
            _want.Count = count;
            System.Array.Copy(tags, 0, _want.Tags, 0, count * Limits.TagBytes);
        }

        public ulong Nonce => _want.Nonce;

        /// <summary>The blocks are fetched because others asked for them. Set before the first <see cref="Tick"/>.</summary>
        public bool ForOthers
        {
            get => _want.ForOthers;
            set => _want.ForOthers = value;
        }

        public BlockGather Gather => _gather;

        /// <summary>
        /// Found or NotFound at the end, Sleep while asleep, Wait before. TimedOut for one <see cref="Tick"/>, when the caller is to be told; the
        /// next one is due at once.
        /// </summary>
        public LookupStep State { get; private set; }

        public long WakeAtMs { get; private set; }

        /// <summary>Takes a HAVE or DATA; false when it is not for this quest. <see cref="Tick"/> is due after it.</summary>
        public bool Receive(long nowMs, uint address, ushort port, byte[] datagram, int count)
        {
            if (Header.TypeOf(datagram, count) == DatagramType.Have) return OnHave(nowMs, address, port, datagram, count);
            ulong missing = _gather.Missing;
            if (!_gather.OnData(nowMs, address, port, datagram, count)) return false;
            if (_gather.Missing != missing) _ladder.OnProgress(nowMs);
            if (_gather.Missing == 0) _ladder.OnComplete();
            return true;
        }

        /// <summary>The instance delivered a block and the host verified it.</summary>
        public void OnVerified(long nowMs, int block)
        {
            _gather.OnVerified(block);
            _ladder.OnProgress(nowMs);
            if (_gather.Missing == 0) _ladder.OnComplete();
        }

        public void OnInstance(long nowMs, InstanceAnswer answer) => _ladder.OnInstance(nowMs, answer);

        public void Wake(long nowMs, bool instanceReachable) => _ladder.Wake(nowMs, instanceReachable);

        /// <summary>Does what is due.</summary>
        public void Tick(long nowMs)
        {
            long gatherMs = _gather.Tick(nowMs);
            bool hope = _gather.HasHope;
            if (_hadHope && !hope) _ladder.OnPeersExhausted(nowMs);
            _hadHope = hope;
            LookupStep step = Steps(nowMs);
            if (step != LookupStep.Wait || State == LookupStep.Sleep) State = _ladder.IsAsleep ? LookupStep.Sleep : step;
            WakeAtMs = gatherMs < _ladder.WakeAtMs ? gatherMs : _ladder.WakeAtMs;
        }

        private LookupStep Steps(long nowMs)
        {
            while (true)
            {
                LookupStep step = _ladder.Step(nowMs);
                switch (step)
                {
                    case LookupStep.Ask:
                        AskKnown(nowMs);
                        Ask(_thresholdMilli);
                        break;
                    case LookupStep.AskLowered: Ask(_thresholdMilli / 2); break;
                    case LookupStep.AskInstance: _instance.Ask(_gather.Missing); break;
                    default: return step;
                }
            }
        }

        /// <summary>Who delivered lately probably has this too, and answers a question of its own without the jitter.</summary>
        private void AskKnown(long nowMs)
        {
            if (_askedKnown) return;
            _askedKnown = true;
            int known = _gather.Peers.Known(nowMs, _knownAddresses, _knownPorts);
            _want.ThresholdMilli = _thresholdMilli;
            _want.Unicast = true;
            int count = _want.Write(_out);
            for (int i = 0; i < known; i++) _port.Send(_knownAddresses[i], _knownPorts[i], _out, count);
            _want.Unicast = false;
        }

        private void Ask(uint thresholdMilli)
        {
            _want.ThresholdMilli = thresholdMilli;
            _port.Broadcast(_out, _want.Write(_out));
        }

        private bool OnHave(long nowMs, uint address, ushort port, byte[] datagram, int count)
        {
            if (!_have.TryRead(datagram, count) || !_have.IsBlocks || _have.Nonce != _want.Nonce) return false;
            if (_gather.OnHave(nowMs, address, port, _have))
            {
                _ladder.OnHave(nowMs);
                _hadHope = true;
            }

            return true;
        }
    }
}
