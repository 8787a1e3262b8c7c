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
    /// The node's life on the bus, one connection after another: will, birth, counters, log records, farewell. It decides; the client's own thread
    /// does what blocks. Each attempt is a new link, so that its will can name it.
    /// </summary>
    public sealed class Link
    {
        private const int LogCheckMs = 1_000;
        private readonly LinkOptions _options;
        private readonly Identity _identity;
        private readonly IMqtt _mqtt;
        private readonly IHmac _hmac;
        private readonly IEventSink _events;
        private readonly Rng _rng;
        private readonly Backoff _backoff;
        private readonly LinkFrames _frames;
        private readonly uint _boot;
        private readonly long _startMs;
        private readonly byte[] _received = new byte[Limits.FrameBytesMax];
        private readonly Death _death = new Death();
        private bool _attempted;
        private bool _born;
        private bool _stopping;
        private bool _rebirth;
        private long _openAtMs;
        private long _bornAtMs;
        private long _birthAtMs;
        private long _countersAtMs;
        private long _logAtMs;
        private long _logRepeatAtMs;

        /// <summary><paramref name="log"/> has been started: its run names the links.</summary>
        public Link(LinkOptions options, Identity identity, IMqtt mqtt, IHmac hmac, Rng rng, AvailabilityLog log, NodeReport report,
            IEventSink events, long nowMs)
        {
            _options = options;
            _identity = identity;
            _mqtt = mqtt;
            _hmac = hmac;
            _rng = rng;
            _events = events;
            _boot = log.Run;
            _startMs = nowMs;
            _frames = new LinkFrames(identity, mqtt, report, log);
            _backoff = new Backoff(rng, options.RetryFirstMs, options.RetryMostMs);
            _openAtMs = nowMs;
        }

        /// <summary>Attempts of this run so far.</summary>
        public uint Connects { get; private set; }

        /// <summary>Births of this run so far.</summary>
        public uint Births { get; private set; }

        /// <summary>The number of the latest attempt; 0 before the first.</summary>
        public ulong Current => _frames.Link;

        /// <summary>Nothing is under way at the client.</summary>
        public bool IsQuiet => _mqtt.State == MqttState.Idle || _mqtt.State == MqttState.Lost || _mqtt.State == MqttState.Refused;

        /// <summary>One step; never blocks.</summary>
        public void Tick(long nowMs)
        {
            if (_stopping) return;
            MqttState state = _mqtt.State;
            if (state == MqttState.Connected) Serve(nowMs);
            else if (IsQuiet) Retry(nowMs, state);
        }

        /// <summary>The farewell: the last records, a death in place of the will, goodbye. Over when <see cref="IsQuiet"/>.</summary>
        public void Stop(long nowMs)
        {
            if (_stopping) return;
            _stopping = true;
            if (_mqtt.State == MqttState.Connected && _born)
            {
                while (_frames.SendLog(Uptime(nowMs)))
                {
                    // Each turn sends up to 24 records; a full queue ends it.
                }

                _frames.SendDeath(Death.ReasonStopped, Uptime(nowMs));
            }

            if (!IsQuiet) _mqtt.Close();
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
            _mqtt.Open(_frames.StateTopic, Will.Of(Current), _frames.StateTopic);
        }

        private void Serve(long nowMs)
        {
            if (!_born) BeBorn(nowMs);
            Listen();
            if (_rebirth && nowMs >= _birthAtMs) SendBirth(nowMs);
            if (nowMs >= _countersAtMs)
            {
                _frames.SendCounters(Uptime(nowMs));
                _countersAtMs = nowMs + Jittered(_options.CountersMs);
            }

            if (nowMs < _logAtMs) return;
            _logAtMs = nowMs + LogCheckMs;
            if (nowMs >= _logRepeatAtMs)
            {
                _logRepeatAtMs = nowMs + _options.LogRepeatMs;
                _frames.RepeatLog();
            }

            _frames.SendLog(Uptime(nowMs));
        }

        private void BeBorn(long nowMs)
        {
            _born = true;
            _bornAtMs = nowMs;
            _countersAtMs = nowMs + Jittered(_options.CountersMs);
            _logAtMs = nowMs;
            _logRepeatAtMs = nowMs + _options.LogRepeatMs;
            SendBirth(nowMs);
            _events.Note(EventCode.BusConnected, Connects);
        }

        private void SendBirth(long nowMs)
        {
            // A queue that is full now is asked again at the next step.
            _rebirth = !_frames.SendBirth(Connects, Uptime(nowMs));
            if (_rebirth) return;
            _birthAtMs = nowMs + _options.RebirthMs;
            Births++;
        }

        // A late will of an earlier link may have replaced the birth, and whoever reads the topic next would take a living node for dead.
        private void Listen()
        {
            int count = _mqtt.TryReceive(_received, out string topic);
            for (; count >= 0; count = _mqtt.TryReceive(_received, out topic))
            {
                if (topic != _frames.StateTopic) continue;
                if (Will.TryRead(_received, count, out _) || _death.TryRead(_received, count)) _rebirth = true;
            }
        }

        private int Jittered(int ms) => ms - ms / 5 + _rng.Below(2 * (ms / 5) + 1);

        private uint Uptime(long nowMs) => (uint)((nowMs - _startMs) / 1000);
    }
}
