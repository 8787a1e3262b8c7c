using System;
using System.Threading;
using Decent.Firmware.Configuration;
using Decent.Firmware.Ports;
using Decent.Protocol;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Messages;

namespace Decent.Firmware.Device
{
    /// <summary>
    /// M2Mqtt on a thread of its own: its Connect blocks for up to 30 s. One client is used again and again, because each new one leaves some
    /// memory behind; nothing is connected from inside its events, because that once hung.
    /// </summary>
    public sealed class BusClient : IMqtt
    {
        private const int QueueSlots = 8;
        private const int LookMs = 500;
        private const int AnswerMs = 10_000;
        private const int GoodbyeMs = 1_000;

        // M2Mqtt's own limit is 30 s for an answer to CONNECT, and the subscriptions have 10 s.
        private const int StuckMs = 60_000;
        private const ushort KeepAliveSeconds = 60;
        private readonly Identity _identity;
        private readonly MessageQueue _out = new MessageQueue(QueueSlots);
        private readonly MessageQueue _in = new MessageQueue(QueueSlots);
        private readonly AutoResetEvent _wake = new AutoResetEvent(false);
        private readonly AutoResetEvent _answered = new AutoResetEvent(false);
        private Thread _worker;
        private MqttClient? _client;
        private string _clientHost = "";
        private int _clientPort;
        private long _stepSinceMs;
        private string _willTopic = "";
        private string _willText = "";
        private string[] _filters = new string[0];
        private int _state;
        private int _unanswered;
        private int _generation;

        public BusClient(Identity identity)
        {
            _identity = identity;
            _worker = new Thread(Work);
            _worker.Start();
        }

        public MqttState State
        {
            get
            {
                MqttState state = (MqttState)Interlocked.CompareExchange(ref _state, 0, 0);
                bool stuck = (state == MqttState.Connecting || state == MqttState.Closing) && Environment.TickCount64 - _stepSinceMs > StuckMs;
                return stuck ? GiveUp(state) : state;
            }
        }

        public void Open(string willTopic, string willText, string[] filters)
        {
            _willTopic = willTopic;
            _willText = willText;
            _filters = filters;
            _out.Clear();
            _in.Clear();
            _stepSinceMs = Environment.TickCount64;
            Interlocked.Exchange(ref _state, (int)MqttState.Connecting);
            _wake.Set();
        }

        public bool Publish(string topic, byte[] payload, int count, bool assured, bool retain)
        {
            if (State != MqttState.Connected) return false;
            byte[] own = new byte[count];
            Array.Copy(payload, 0, own, 0, count);
            bool taken = _out.TryAdd(topic, own, assured, retain);
            _wake.Set();
            return taken;
        }

        public int TryReceive(byte[] payload, out string topic, out bool retained)
        {
            if (!_in.TryTake(out topic, out byte[] message, out _, out retained)) return -1;
            Array.Copy(message, 0, payload, 0, message.Length);
            return message.Length;
        }

        public void Close()
        {
            _stepSinceMs = Environment.TickCount64;
            Interlocked.Exchange(ref _state, (int)MqttState.Closing);
            _wake.Set();
        }

        private void Work()
        {
            int generation = _generation;
            while (generation == _generation)
            {
                _wake.WaitOne(LookMs, false);
                try
                {
                    Step();
                }
                catch (Exception)
                {
                    // Whatever M2Mqtt throws, the connection is over; the node decides when to try again.
                    if (generation != _generation) return;
                    Settle(State == MqttState.Closing ? MqttState.Idle : MqttState.Lost);
                }
            }
        }

        private void Step()
        {
            switch (State)
            {
                case MqttState.Connecting:
                    Connect();
                    break;
                case MqttState.Connected:
                    Send();
                    if (_client == null || !_client.IsConnected) Settle(MqttState.Lost);
                    break;
                case MqttState.Closing:
                    SayGoodbye();
                    Settle(MqttState.Idle);
                    break;
                default:
                    break;
            }
        }

        private void Connect()
        {
            if (_client == null || _clientHost != _identity.BrokerHost || _clientPort != _identity.BrokerPort) _client = Make();
            _unanswered = 0;
            _answered.Reset();
            MqttReasonCode code = _client.Connect(_identity.Name, _identity.Name, _identity.MqttSecret, true, MqttQoSLevel.AtLeastOnce, true,
                _willTopic, _willText, true, KeepAliveSeconds);
            if (code != MqttReasonCode.Success)
            {
                Settle(IsRefusal(code) ? MqttState.Refused : MqttState.Lost);
                return;
            }

            MqttQoSLevel[] levels = new MqttQoSLevel[_filters.Length];
            for (int i = 0; i < levels.Length; i++) levels[i] = MqttQoSLevel.AtLeastOnce;
            _client.Subscribe(_filters, levels);
            bool subscribed = _answered.WaitOne(AnswerMs, false);
            // A Close that came meanwhile goes first.
            if (!subscribed) Settle(MqttState.Lost);
            else Interlocked.CompareExchange(ref _state, (int)MqttState.Connected, (int)MqttState.Connecting);
        }

        private void Send()
        {
            while (_client != null && _out.TryTake(out string topic, out byte[] payload, out bool assured, out bool retain))
            {
                if (assured) Interlocked.Increment(ref _unanswered);
                _client.Publish(topic, payload, "", null!, assured ? MqttQoSLevel.AtLeastOnce : MqttQoSLevel.AtMostOnce, retain);
            }
        }

        private void SayGoodbye()
        {
            if (_client == null || !_client.IsConnected) return;
            Send();
            long endMs = Environment.TickCount64 + GoodbyeMs;
            while (Interlocked.CompareExchange(ref _unanswered, 0, 0) > 0 && Environment.TickCount64 < endMs) _answered.WaitOne(50, false);
            _client.Disconnect();
        }

        // A lost connection's rest is cleared away here, never inside an event of the client.
        private void Settle(MqttState state)
        {
            try
            {
                if (_client != null && _client.IsConnected) _client.Disconnect();
            }
            catch (Exception)
            {
                // It was over before.
            }

            Interlocked.Exchange(ref _state, (int)state);
        }

        // Whatever holds the thread (a dead socket, a fault in the library) is left behind with its client; a new thread takes over.
        private MqttState GiveUp(MqttState state)
        {
            Thread stuck = _worker;
            _client = null;
            _generation++;
            Interlocked.Exchange(ref _state, (int)(state == MqttState.Closing ? MqttState.Idle : MqttState.Lost));
            _worker = new Thread(Work);
            _worker.Start();
            try
            {
                stuck.Abort();
            }
            catch (Exception)
            {
                // It had ended by itself.
            }

            return State;
        }

        private MqttClient Make()
        {
            _clientHost = _identity.BrokerHost;
            _clientPort = _identity.BrokerPort;
            MqttClient client = new MqttClient(_identity.BrokerHost, _identity.BrokerPort, false, null!, null!, MqttSslProtocols.None);
            client.Settings.InflightQueueSize = QueueSlots;
            client.MqttMsgPublishReceived += OnReceived;
            client.MqttMsgPublished += OnPublished;
            client.MqttMsgSubscribed += OnSubscribed;
            return client;
        }

        private void OnReceived(object sender, MqttMsgPublishEventArgs e)
        {
            if (e.Message.Length <= Limits.FrameBytesMax) _in.TryAdd(e.Topic, e.Message, false, e.Retain);
        }

        private void OnPublished(object sender, MqttMsgPublishedEventArgs e)
        {
            Interlocked.Decrement(ref _unanswered);
            _answered.Set();
        }

        private void OnSubscribed(object sender, MqttMsgSubscribedEventArgs e) => _answered.Set();

        private static bool IsRefusal(MqttReasonCode code) =>
            code == MqttReasonCode.BadUserNameOrPassword || code == MqttReasonCode.NotAuthorized || code == MqttReasonCode.ClientIdentifierNotValid
            || code == MqttReasonCode.ConnectionRefusedBadUserNameOrPassword || code == MqttReasonCode.ConnectionRefusedNotAuthorized
            || code == MqttReasonCode.ConnectionRefusedIdentifierRejected;
    }
}
