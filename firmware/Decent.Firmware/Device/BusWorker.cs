using System;
using System.Threading;
using Decent.Firmware.Configuration;
using Decent.Firmware.Ports;
using nanoFramework.M2Mqtt.Messages;

namespace Decent.Firmware.Device
{
    /// <summary>
    /// A thread that does what blocks, with state and queues of its own: one that was left behind changes nothing any more but itself. A connection is
    /// closed before the state says that it is over, so that no attempt begins beside it.
    /// </summary>
    internal sealed class BusWorker
    {
        private const int QueueSlots = 8;
        private const int LookMs = 500;
        private const int GoodbyeMs = 1_000;

        // M2Mqtt's own limit is 30 s for an answer to CONNECT, the subscriptions have 10 s, and closing takes 4; whoever takes over needs another 2.
        private const int StuckMs = 55_000;
        private readonly Identity _identity;
        private readonly MessageQueue _out = new MessageQueue(QueueSlots);
        private readonly MessageQueue _in = new MessageQueue(QueueSlots);
        private readonly AutoResetEvent _wake = new AutoResetEvent(false);
        private readonly BusConnection? _inherited;
        private readonly bool _takesOver;
        private readonly Thread _thread;
        private BusConnection? _connection;
        private string _willTopic = "";
        private string _willText = "";
        private string[] _filters = new string[0];
        private long _sinceMs;
        private int _state;
        private int _leftBehind;

        internal BusWorker(Identity identity)
            : this(identity, null, MqttState.Idle, false)
        {
        }

        // One that takes over keeps the state until the inherited connection, if there is one, is closed.
        private BusWorker(Identity identity, BusConnection? inherited, MqttState state, bool takesOver)
        {
            _identity = identity;
            _inherited = inherited;
            _takesOver = takesOver;
            _state = (int)state;
            _sinceMs = Environment.TickCount64;
            _thread = new Thread(Work);
            _thread.Start();
        }

        internal MqttState State => (MqttState)Interlocked.CompareExchange(ref _state, 0, 0);

        /// <summary>Its thread has come to its end.</summary>
        internal bool HasEnded => !_thread.IsAlive;

        /// <summary>Something holds the thread that none of our limits ends: a dead network, a fault in the library.</summary>
        internal bool IsStuck
        {
            get
            {
                MqttState state = State;
                return (state == MqttState.Connecting || state == MqttState.Closing) && Environment.TickCount64 - _sinceMs > StuckMs;
            }
        }

        /// <summary>Leaves this one behind; the next one begins with closing what this one has open.</summary>
        internal BusWorker Replace()
        {
            Interlocked.Exchange(ref _leftBehind, 1);
            return new BusWorker(_identity, _connection, State == MqttState.Closing ? MqttState.Closing : MqttState.Connecting, true);
        }

        internal void Open(string willTopic, string willText, string[] filters)
        {
            _willTopic = willTopic;
            _willText = willText;
            _filters = filters;
            _out.Clear();
            _in.Clear();
            Begin(MqttState.Connecting);
        }

        internal void Close() => Begin(MqttState.Closing);

        internal bool Publish(string topic, byte[] payload, bool assured, bool retain)
        {
            bool taken = _out.TryAdd(topic, payload, assured, retain);
            _wake.Set();
            return taken;
        }

        internal bool TryReceive(out string topic, out byte[] payload, out bool retained)
        {
            if (!_in.TryPeek(out topic, out payload, out _, out retained)) return false;
            _in.Drop();
            return true;
        }

        private bool IsLeftBehind => Interlocked.CompareExchange(ref _leftBehind, 0, 0) != 0;

        private void Begin(MqttState state)
        {
            _sinceMs = Environment.TickCount64;
            Interlocked.Exchange(ref _state, (int)state);
            _wake.Set();
        }

        private void Work()
        {
            if (_inherited != null) _inherited.End(false);
            if (_takesOver) Interlocked.Exchange(ref _state, (int)After(State));
            while (!IsLeftBehind)
            {
                _wake.WaitOne(LookMs, false);
                try
                {
                    Step();
                }
                catch (Exception)
                {
                    // Whatever M2Mqtt throws, the connection is over; the node decides when to try again.
                    if (!IsLeftBehind) Finish(After(State));
                }
            }

            // What was opened since belongs to nobody.
            if (_connection != null) _connection.End(false);
        }

        private void Step()
        {
            switch (State)
            {
                case MqttState.Connecting:
                    Connect();
                    break;
                case MqttState.Connected:
                    Send(false);
                    if (_connection == null || !_connection.IsUp) Finish(MqttState.Lost);
                    break;
                case MqttState.Closing:
                    SayGoodbye();
                    Finish(MqttState.Idle);
                    break;
                default:
                    break;
            }
        }

        private void Connect()
        {
            if (_connection == null || !_connection.IsFor(_identity)) _connection = new BusConnection(_identity, _in);
            if (IsLeftBehind) return;
            MqttReasonCode code = _connection.Connect(_identity, _willTopic, _willText);
            if (IsLeftBehind) return;
            if (code != MqttReasonCode.Success) Finish(IsRefusal(code) ? MqttState.Refused : MqttState.Lost);
            else if (!_connection.Subscribe(_filters)) Finish(MqttState.Lost);
            // A Close that came meanwhile goes first.
            else Interlocked.CompareExchange(ref _state, (int)MqttState.Connected, (int)MqttState.Connecting);
        }

        // A message that cannot be handed over now stays the first.
        private void Send(bool last)
        {
            while (_connection != null && _out.TryPeek(out string topic, out byte[] payload, out bool assured, out bool retain))
            {
                if (!_connection.TrySend(topic, payload, assured, retain, last)) return;
                _out.Drop();
            }
        }

        private void SayGoodbye()
        {
            if (_connection == null || !_connection.IsUp) return;
            Send(true);
            _connection.AwaitAnswers(GoodbyeMs);
        }

        private void Finish(MqttState then)
        {
            if (State == MqttState.Connected) Begin(MqttState.Closing);
            if (_connection != null && !_connection.End(true)) _connection = null;
            Interlocked.Exchange(ref _state, (int)then);
        }

        private static MqttState After(MqttState state) => state == MqttState.Closing ? MqttState.Idle : MqttState.Lost;

        private static bool IsRefusal(MqttReasonCode code) =>
            code == MqttReasonCode.BadUserNameOrPassword || code == MqttReasonCode.NotAuthorized || code == MqttReasonCode.ClientIdentifierNotValid
            || code == MqttReasonCode.ConnectionRefusedBadUserNameOrPassword || code == MqttReasonCode.ConnectionRefusedNotAuthorized
            || code == MqttReasonCode.ConnectionRefusedIdentifierRejected;
    }
}
