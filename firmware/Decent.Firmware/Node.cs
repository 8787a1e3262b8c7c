using System.Threading;
using Decent.Firmware.Bus;
using Decent.Firmware.Configuration;
using Decent.Firmware.Pulling;
using Decent.Peer;
using Decent.Peer.Answering;
using Decent.Peer.Availability;
using Decent.Peer.BlockCache;
using Decent.Protocol;

namespace Decent.Firmware
{
    /// <summary>
    /// The board's main loop. One thread owns all of it: answering, cache, demand, log, link and pull; whatever blocks stands behind a port with a
    /// thread of its own.
    /// </summary>
    public sealed class Node
    {
        private const int StepMs = 50;
        private readonly NodeOptions _options;
        private readonly Identity _identity;
        private readonly NodePorts _ports;
        private readonly BlockCache _cache;
        private readonly AvailabilityLog _log;
        private readonly byte[] _buffer = new byte[Limits.DatagramBytesMax + 1];
        private Responder? _responder;
        private BlockPull? _pull;
        private Link? _link;
        private long _stepAtMs;
        private int _stop;

        public Node(NodeOptions options, Identity identity, NodePorts ports)
        {
            _options = options;
            _identity = identity;
            _ports = ports;
            _cache = new BlockCache(options.Cache, ports.Blocks, ports.Hmac, ports.Crc);
            _log = new AvailabilityLog(options.Availability, ports.Journal);
        }

        /// <summary>
        /// Commits the boot counter, reads the cache, and stands ready for <see cref="Run"/>. False when the drive refuses the counter: nothing has
        /// been sent, and the node must not go on.
        /// </summary>
        public bool Start()
        {
            long nowMs = _ports.Clock.NowMs;
            if (!_log.Start(nowMs, _ports.Clock.WallSeconds))
            {
                _ports.Events.Note(EventCode.NodeFailed, 0);
                return false;
            }

            _ports.Events.Note(_log.PreviousLost ? EventCode.RunLost : EventCode.RunStarted, _log.Run);
            _ports.Events.Note(_cache.Open() ? EventCode.StoreRebuilt : EventCode.StoreRefused, _cache.Count);
            if (_cache.Counts.Damaged > 0) _ports.Events.Note(EventCode.StoreDamaged, _cache.Counts.Damaged);
            Compose(nowMs);
            return true;
        }

        /// <summary>Serves until <see cref="RequestStop"/>, then stops in order: flash first, then the farewell.</summary>
        public void Run()
        {
            Must.Hold(_responder != null);
            _ports.Events.Note(EventCode.NodeStarted, _ports.Udp.Port);
            while (Interlocked.CompareExchange(ref _stop, 0, 0) == 0) Step();
            long nowMs = _ports.Clock.NowMs;
            _cache.Close();
            _log.Stop(nowMs, _ports.Clock.WallSeconds);
            SayGoodbye(nowMs);
            _ports.Events.Note(EventCode.NodeStopped, 0);
        }

        /// <summary>What it gave to others; null before <see cref="Start"/>.</summary>
        public AnswerCounts? Given => _responder == null ? null : _responder.Counts;

        /// <summary>Blocks held.</summary>
        public int BlocksHeld => _cache.Count;

        /// <summary>From any thread; <see cref="Run"/> returns soon after.</summary>
        public void RequestStop() => Interlocked.Exchange(ref _stop, 1);

        private void Compose(long nowMs)
        {
            ulong entropy = _ports.Entropy.Seed();
            Rng rng = new Rng(RunKeys.Seed(_ports.Hmac, _identity.Key, _log.Run, entropy));
            LocalPrefixes local = new LocalPrefixes();
            local.Add(_ports.Udp.Address, _ports.Udp.Mask);
            Demand demand = new Demand(_options.DemandSlots);
            ResponderOptions answering = new ResponderOptions();
            answering.Node = _identity.NodeId;
            answering.BytesPerSecond = _options.OfferedBytesPerSecond;
            // A newcomer's score until the instance's ticket says more: 75 for each megabyte a second on offer.
            answering.AvascMilli = (uint)Avasc.Milli(7 * 18 * 3600, 0, _options.OfferedBytesPerSecond);
            byte[] secret = RunKeys.CookieSecret(_ports.Hmac, _identity.Key, _log.Run, entropy);
            _responder = new Responder(answering, _cache, null, _ports.Udp, _ports.Hmac, local, rng, secret);
            _responder.Demand = demand;
            _pull = new BlockPull(_options.Pull, _identity.Sources, _ports.Http, _cache, demand);
            if (_identity.BrokerHost.Length == 0) return;
            NodeReport report = new NodeReport(_responder.Counts, _cache, _pull, _ports.Udp, _options.OfferedBytesPerSecond);
            _link = new Link(_options.Link, _identity, _ports.Mqtt, _ports.Hmac, rng, _log, report, _ports.Events, nowMs);
        }

        private void Step()
        {
            if (_responder == null || _pull == null) return;
            long nowMs = _ports.Clock.NowMs;
            long waitMs = (_responder.WakeAtMs < _stepAtMs ? _responder.WakeAtMs : _stepAtMs) - nowMs;
            int count = _ports.Udp.Receive(_buffer, waitMs < 0 ? 0 : waitMs > StepMs ? StepMs : (int)waitMs, out uint address, out ushort port);
            nowMs = _ports.Clock.NowMs;
            if (count >= 0)
            {
                _responder.Receive(nowMs, address, port, _buffer, count);
                _pull.Heard(nowMs);
            }

            if (nowMs >= _responder.WakeAtMs) _responder.Tick(nowMs);
            if (nowMs < _stepAtMs) return;
            _stepAtMs = nowMs + StepMs;
            _log.Tick(nowMs, _ports.Clock.WallSeconds);
            _pull.Tick(nowMs);
            _cache.Tick(nowMs, _pull.IsQuiet(nowMs));
            if (_link != null) _link.Tick(nowMs);
        }

        private void SayGoodbye(long nowMs)
        {
            if (_link == null) return;
            _link.Stop(nowMs);
            long endMs = nowMs + _options.FarewellMs;
            // The wait for a datagram is the pause between two looks; what comes now is not answered any more.
            while (!_link.IsQuiet && _ports.Clock.NowMs < endMs) _ports.Udp.Receive(_buffer, 10, out _, out _);
        }
    }
}
