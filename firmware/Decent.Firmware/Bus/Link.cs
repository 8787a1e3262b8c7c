using Decent.Firmware.Configuration;
using Decent.Firmware.Ports;
using Decent.Peer;
using Decent.Peer.Availability;
using Decent.Peer.Ports;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Firmware.Bus
{
    /// <summary>
    /// The node's life on the bus, one connection after another: it attempts, is born, listens, and says goodbye; <see cref="LinkDuties"/> says the
    /// rest. The client's own thread does what blocks. Each attempt is a new link, so that its will can name it.
    /// </summary>
    public sealed class Link
    {
        // Whoever fills the queue as fast as it is read must not hold up the node.
        private const int MessagesAtOnce = 32;
        private readonly LinkOptions _options;
        private readonly Identity _identity;
        private readonly IMqtt _mqtt;
        private readonly IHmac _hmac;
        private readonly IEventSink _events;
        private readonly Backoff _backoff;
        private readonly LinkFrames _frames;
        private readonly LinkDuties _duties;
        private readonly DownFrames _down;
        private readonly RunAccount _account;
        private readonly uint _boot;
        private readonly long _startMs;
        private readonly string[] _filters;
        private readonly byte[] _received;
        private readonly Death _death = new Death();
        private bool _attempted;
        private bool _born;
        private bool _left;
        private bool _rebirth;
        private long _openAtMs;
        private long _bornAtMs;
        private long _birthAtMs;

        /// <summary>
        /// <paramref name="log"/> has been started: its run names the links. <paramref name="scratch"/>: 1,024 bytes or more that mean nothing between
        /// two calls, for what is received. <paramref name="startMs"/>: when the node started, which may be long before its link.
        /// </summary>
        public Link(LinkOptions options, Identity identity, IMqtt mqtt, IHmac hmac, Rng rng, AvailabilityLog log, RunAccount account,
            CommandDesk desk, NodeReport report, IEventSink events, byte[] scratch, long startMs, long nowMs)
        {
            Must.Hold(scratch.Length >= Limits.FrameBytesMax);
            _received = scratch;
            _options = options;
            _identity = identity;
            _mqtt = mqtt;
            _hmac = hmac;
            _events = events;
            _account = account;
            _boot = log.Run;
            _startMs = startMs;
            _frames = new LinkFrames(identity, mqtt, report, log);
            _duties = new LinkDuties(options, _frames, rng, account, desk, report);
            _down = new DownFrames(hmac, identity.Key, log, account, desk, events);
            _backoff = new Backoff(rng, options.RetryFirstMs, options.RetryMostMs);
            _filters = new[] { _frames.StateTopic, _frames.CommandsTopic };
            _openAtMs = nowMs;
        }

        /// <summary>Attempts of this run so far.</summary>
        public uint Connects { get; private set; }

        /// <summary>Births of this run so far.</summary>
        public uint Births { get; private set; }

        /// <summary>Frames for this node that were dropped.</summary>
        public uint Dropped => _down.Dropped;

        /// <summary>The number of the latest attempt; 0 before the first.</summary>
        public ulong Current => _frames.Link;

        /// <summary>Connected, and its birth was sent.</summary>
        public bool IsUp => _born && _mqtt.State == MqttState.Connected;

        /// <summary>Nothing is under way at the client.</summary>
        public bool IsQuiet => _mqtt.State == MqttState.Idle || _mqtt.State == MqttState.Lost || _mqtt.State == MqttState.Refused;

        /// <summary>
        /// One step; never blocks. Messages are read only when <paramref name="mayRead"/>, because what they order may write flash.
        /// </summary>
        public void Tick(long nowMs, bool mayRead)
        {
            if (_left) return;
            MqttState state = _mqtt.State;
            if (state == MqttState.Connected) Serve(nowMs, mayRead);
            else if (IsQuiet) Retry(nowMs, state);
        }

        /// <summary>One step while the node stops: listens, answers and claims, and attempts nothing.</summary>
        public void Linger(long nowMs)
        {
            if (!IsUp) return;
            Listen(nowMs, true);
            _duties.Claim(nowMs, Uptime(nowMs));
        }

        /// <summary>
        /// One step of the farewell: answers, the last records, a death in place of the will, goodbye. What finds the queue full is said in the next
        /// step. Over when <see cref="IsQuiet"/>.
        /// </summary>
        public void Stop(long nowMs)
        {
            if (_left || (IsUp && !SayFarewell(nowMs))) return;
            _left = true;
            if (!IsQuiet) _mqtt.Close();
        }

        private bool SayFarewell(long nowMs)
        {
            Listen(nowMs, true);
            if (_duties.IsHeldUp) return false;
            while (_frames.SendLog(Uptime(nowMs)))
            {
                // Each turn sends up to 24 records; a full queue ends it.
            }

            return _frames.SendDeath(Death.ReasonStopped, Uptime(nowMs));
        }

        private void Retry(long nowMs, MqttState state)
        {
            if (_attempted)
            {
                bool stable = _born && nowMs - _bornAtMs >= _options.StableMs;
                if (stable) _backoff.Reset();
                _events.Note(state == MqttState.Refused ? EventCode.BusRefused : EventCode.BusLost, Connects);
                _attempted = false;
                _born = false;
                _openAtMs = nowMs + _backoff.NextMs();
            }

            if (nowMs < _openAtMs) return;
            Connects++;
            _attempted = true;
            _rebirth = false;
            _frames.Begin(RunKeys.Link(_hmac, _identity.Key, _boot, Connects));
            _mqtt.Open(_frames.StateTopic, Will.Of(Current), _filters);
        }

        // Whoever does not know this link yet drops all that it says: nothing goes before the birth.
        private void Serve(long nowMs, bool mayRead)
        {
            if (!_born && !BeBorn(nowMs)) return;
            if (mayRead) Listen(nowMs, false);
            if ((_rebirth || _duties.BirthRequested) && nowMs >= _birthAtMs) SendBirth(nowMs);
            _duties.Tick(nowMs, Uptime(nowMs));
        }

        private bool BeBorn(long nowMs)
        {
            _duties.Begin(nowMs);
            if (!SendBirth(nowMs)) return false;
            _born = true;
            _bornAtMs = nowMs;
            _account.OnLink(nowMs);
            _events.Note(EventCode.BusConnected, Connects);
            return true;
        }

        // A queue that is full now is asked again at the next step.
        private bool SendBirth(long nowMs)
        {
            _rebirth = !_frames.SendBirth(Connects, Uptime(nowMs));
            if (_rebirth) return false;
            _birthAtMs = nowMs + _options.RebirthMs;
            _duties.WasBorn();
            Births++;
            return true;
        }

        // A command's answer goes before the next message is read: at once when all are wanted, else in this step's duties.
        private void Listen(long nowMs, bool all)
        {
            for (int i = 0; i < MessagesAtOnce; i++)
            {
                if (_duties.IsHeldUp && !(all && _duties.Answer(Uptime(nowMs)))) return;
                int count = _mqtt.TryReceive(_received, out string topic, out bool retained);
                if (count < 0) return;
                if (topic == _frames.StateTopic) Look(count);
                else if (topic == _frames.CommandsTopic && !retained) _down.Take(Uptime(nowMs), Current, _received, count);
            }
        }

        // A late will of an earlier link may have replaced the birth, and whoever reads the topic next would take a living node for dead.
        private void Look(int count)
        {
            if (Will.TryRead(_received, count, out _) || _death.TryRead(_received, count)) _rebirth = true;
        }

        private uint Uptime(long nowMs) => (uint)((nowMs - _startMs) / 1000);
    }
}
