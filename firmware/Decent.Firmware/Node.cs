using System.Threading;
using Decent.Firmware.Bootstrap;
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
        private readonly CacheOrders _orders;
        private readonly AvailabilityLog _log;
        private readonly RunAccount _account;
        private readonly CommandDesk _desk;
        private readonly PullQueue _queue = new PullQueue();
        private readonly byte[] _buffer = new byte[Limits.DatagramBytesMax + 1];

        // A block on its way in, or a bootstrap answer: never both.
        private readonly byte[] _body = new byte[BootstrapOptions.BodyBytesMax];
        private Responder? _responder;
        private BlockPull? _pull;
        private NodeReport? _report;
        private BootstrapCall? _bootstrap;
        private BootstrapOrders? _settings;
        private Link? _link;
        private Rng? _rng;
        private long _stepAtMs;
        private long _startMs;
        private long _wroteMs;
        private long _readMs;
        private uint _overwritten;
        private int _stop;
        private int _heldAtStop = -1;

        public Node(NodeOptions options, Identity identity, NodePorts ports)
        {
            _options = options;
            _identity = identity;
            _ports = ports;
            _cache = new BlockCache(options.Cache, ports.Blocks, ports.Hmac, ports.Crc);
            _orders = new CacheOrders(_cache);
            _log = new AvailabilityLog(options.Availability, ports.Journal);
            _account = new RunAccount(options.Runs, ports.Journal, ports.Hmac, identity.NodeId);
            _desk = new CommandDesk(ports.Journal, _orders, _queue, ports.Events);
        }

        /// <summary>
        /// Commits the boot counter, reads the cache, and stands ready for <see cref="Run"/>. False when the drive refuses the counter: nothing has
        /// been sent, and the node must not go on.
        /// </summary>
        public bool Start()
        {
            long nowMs = _ports.Clock.NowMs;
            _startMs = nowMs;
            bool known = _account.Load();
            if (!_log.Start(nowMs, _ports.Clock.WallSeconds, _account.KnownRun))
            {
                _ports.Events.Note(EventCode.NodeFailed, 0);
                return false;
            }

            if (!known) _ports.Events.Note(EventCode.RunKeyUnkept, 0);
            if (!_desk.Load()) _ports.Events.Note(EventCode.CommandUnkept, 0);
            TellOverwritten();
            _account.Begin(_log.Run);
            _ports.Events.Note(_log.PreviousLost ? EventCode.RunLost : EventCode.RunStarted, _log.Run);
            _ports.Events.Note(_cache.Open() ? EventCode.StoreRebuilt : EventCode.StoreRefused, _cache.Count);
            if (_cache.Counts.Damaged > 0) _ports.Events.Note(EventCode.StoreDamaged, _cache.Counts.Damaged);
            Compose(nowMs);
            return true;
        }

        /// <summary>Serves until <see cref="RequestStop"/> or a command's restart, then stops in order: blocks, account, log, farewell.</summary>
        public void Run()
        {
            Must.Hold(_responder != null);
            _ports.Events.Note(EventCode.NodeStarted, _ports.Udp.Port);
            while (Interlocked.CompareExchange(ref _stop, 0, 0) == 0) Step();
            Finish();
            _ports.Events.Note(EventCode.NodeStopped, 0);
        }

        /// <summary>What it gave to others; null before <see cref="Start"/>.</summary>
        public AnswerCounts? Given => _responder == null ? null : _responder.Counts;

        /// <summary>Blocks held, after the stop those that it left in flash.</summary>
        public int BlocksHeld => _heldAtStop < 0 ? _cache.Count : _heldAtStop;

        /// <summary>The instance wants the board started again after <see cref="Run"/>.</summary>
        public bool RestartRequested { get; private set; }

        /// <summary>Log records that the instance has not acknowledged; a stop's own record is one until the next run.</summary>
        public uint LogPending => _log.Pending;

        /// <summary>The broker knows this node now.</summary>
        public bool IsOnBus => _link != null && _link.IsUp;

        /// <summary>From any thread; <see cref="Run"/> returns soon after.</summary>
        public void RequestStop() => Interlocked.Exchange(ref _stop, 1);

        private void Compose(long nowMs)
        {
            ulong entropy = _ports.Entropy.Seed();
            _rng = new Rng(RunKeys.Seed(_ports.Hmac, _identity.Key, _log.Run, entropy));
            LocalPrefixes local = new LocalPrefixes();
            local.Add(_ports.Udp.Address, _ports.Udp.Mask);
            Demand demand = new Demand(_options.DemandSlots);
            ResponderOptions answering = new ResponderOptions();
            answering.Node = _identity.NodeId;
            answering.BytesPerSecond = _options.OfferedBytesPerSecond;
            answering.DelayedMax = _options.DelayedMax;
            // A newcomer's score until the instance's ticket says more: 75 for each megabyte a second on offer.
            answering.AvascMilli = (uint)Avasc.Milli(7 * 18 * 3600, 0, _options.OfferedBytesPerSecond);
            byte[] secret = RunKeys.CookieSecret(_ports.Hmac, _identity.Key, _log.Run, entropy);
            _responder = new Responder(answering, _cache, null, _ports.Udp, _ports.Hmac, local, _rng, secret, _cache.Scratch);
            _responder.Demand = demand;
            LanQuest lan = new LanQuest(_options.Pull, _ports.Udp, _ports.Hmac, _rng, _ports.Memory, _body);
            _pull = new BlockPull(_options.Pull, _identity.Sources, _ports.Http, _cache, _orders, demand, _queue, lan, _body);
            _report = new NodeReport(_responder.Counts, _cache, _orders, _pull, _ports.Udp, _ports.Memory);
            _report.OfferedBytesPerSecond = _options.OfferedBytesPerSecond;
            _settings = new BootstrapOrders(_options, _identity, _responder, _pull, _report, _orders, _queue);
            _wroteMs = nowMs;
            if (_ports.Bootstrap != null)
            {
                _bootstrap = new BootstrapCall(_options.Bootstrap, _identity, _ports.Http, _ports.Hmac, _ports.Bootstrap, _ports.Journal, _rng,
                    _ports.Events, _body);
                Apply(_bootstrap.Load(), nowMs);
            }

            JoinBus(nowMs);
        }

        private void Step()
        {
            if (_responder == null || _pull == null) return;
            long nowMs = _ports.Clock.NowMs;
            long waitMs = (_responder.WakeAtMs < _stepAtMs ? _responder.WakeAtMs : _stepAtMs) - nowMs;
            int count = _ports.Udp.Receive(_buffer, waitMs < 0 ? 0 : waitMs > StepMs ? StepMs : (int)waitMs, out uint address, out ushort port);
            nowMs = _ports.Clock.NowMs;
            // A network that gives a broadcast back to its sender must not make it answer itself.
            bool own = address == _ports.Udp.Address && port == _ports.Udp.Port;
            if (count >= 0 && !own)
            {
                uint served = Served(_responder);
                if (!_responder.Receive(nowMs, address, port, _buffer, count)) _pull.Receive(nowMs, address, port, _buffer, count);
                // Only what this node serves delays its writing: talk of others would otherwise keep a block in demand from ever coming.
                if (Served(_responder) != served) _pull.Heard(nowMs);
            }

            if (nowMs >= _responder.WakeAtMs) _responder.Tick(nowMs);
            if (nowMs < _stepAtMs) return;
            _stepAtMs = nowMs + StepMs;
            Work(nowMs, _pull);
        }

        private static uint Served(Responder responder) => unchecked((uint)(responder.Counts.Haves + responder.Counts.BlocksServed));

        private void Work(long nowMs, BlockPull pull)
        {
            bool mayWrite = MayWrite(nowMs, pull);
            if (mayWrite) _log.Tick(nowMs, _ports.Clock.WallSeconds);
            TellOverwritten();
            bool asks = _bootstrap != null && _bootstrap.IsBusy;
            if (!asks) pull.Tick(nowMs);
            if (_bootstrap != null && mayWrite && !pull.IsBusy) Apply(_bootstrap.Tick(nowMs, _ports.Clock.WallSeconds), nowMs);
            _cache.Tick(nowMs, pull.IsQuiet(nowMs));
            if (_report != null) _report.JournalFailures = JournalFailures;
            if (_link == null) return;
            _link.Tick(nowMs, MayRead(nowMs, mayWrite));
            // The answer goes first; without a connection it waits in flash for the next run.
            if (!_desk.RestartRequested || (_desk.HasAnswer && _link.IsUp)) return;
            RestartRequested = true;
            _ports.Events.Note(EventCode.NodeRestarting, 0);
            RequestStop();
        }

        private uint JournalFailures =>
            _log.FlashFailures + _account.FlashFailures + _desk.FlashFailures + (_bootstrap == null ? 0 : _bootstrap.FlashFailures);

        private void TellOverwritten()
        {
            if (_log.Overwritten == _overwritten) return;
            _overwritten = _log.Overwritten;
            _ports.Events.Note(EventCode.RunRecordsOverwritten, _overwritten);
        }

        private bool MayWrite(long nowMs, BlockPull pull)
        {
            if (!pull.IsQuiet(nowMs) && nowMs - _wroteMs < _options.QuietMostMs) return false;
            _wroteMs = nowMs;
            return true;
        }

        // Answers that are due have gone already in this step; those that still wait for their jitter go first for a while.
        private bool MayRead(long nowMs, bool mayWrite)
        {
            long waitedMs = nowMs - _readMs;
            bool idle = _responder == null || _responder.WakeAtMs == long.MaxValue;
            if (!mayWrite && waitedMs < (idle ? _options.BusMostMs / 2 : _options.BusMostMs)) return false;
            _readMs = nowMs;
            return true;
        }

        private void Apply(BootstrapAnswer? answer, long nowMs)
        {
            if (answer == null || _settings == null) return;
            _settings.Apply(answer);
            JoinBus(nowMs);
        }

        private void JoinBus(long nowMs)
        {
            if (_link != null || _identity.BrokerHost.Length == 0 || _rng == null || _report == null) return;
            _link = new Link(_options.Link, _identity, _ports.Mqtt, _ports.Hmac, _rng, _log, _account, _desk, _report, _ports.Events, _buffer,
                _startMs, nowMs);
        }

        private void Finish()
        {
            long nowMs = _ports.Clock.NowMs;
            _desk.Stop();
            // What waits unread may be the secret itself.
            if (_link != null) _link.Linger(nowMs);
            // Without this run's secret the instance is not there, or has nothing to end. One that comes now opens the run, and then it must be closed.
            bool asks = IsOnBus && (_account.IsOpen || _account.IsOpening);
            if (asks && _link != null) Farewell(_link, nowMs);
            _heldAtStop = _cache.Count;
            _cache.Close();
            // From now: a slow flash must not have used up what the instance has for its answer.
            long endMs = _ports.Clock.NowMs + _options.FarewellMs;
            // The wait for a datagram is the pause between two looks; what comes now is not answered any more.
            while (asks && _link != null && _link.IsUp && !_account.IsClosed && _ports.Clock.NowMs < endMs)
            {
                _ports.Udp.Receive(_buffer, 10, out _, out _);
                Farewell(_link, _ports.Clock.NowMs);
            }

            nowMs = _ports.Clock.NowMs;
            _log.Stop(nowMs, _ports.Clock.WallSeconds);
            if (_link != null) Leave(_link, nowMs + _options.GoodbyeMs);
        }

        private void Leave(Link link, long endMs)
        {
            link.Stop(_ports.Clock.NowMs);
            while (!link.IsQuiet && _ports.Clock.NowMs < endMs)
            {
                _ports.Udp.Receive(_buffer, 10, out _, out _);
                link.Stop(_ports.Clock.NowMs);
            }
        }

        private void Farewell(Link link, long nowMs)
        {
            if (_account.IsOpen) _account.Close(nowMs);
            link.Linger(nowMs);
        }
    }
}
