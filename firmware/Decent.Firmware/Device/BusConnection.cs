using System;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using Decent.Firmware.Configuration;
using Decent.Protocol;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Exceptions;
using nanoFramework.M2Mqtt.Messages;

namespace Decent.Firmware.Device
{
    /// <summary>
    /// One client of M2Mqtt, used for one attempt after the other. Its Connect opens a socket and starts a thread that reads it, whatever comes of the
    /// attempt, and the next one forgets both: so each is closed here before anything else begins. Nothing is connected from inside its events.
    /// </summary>
    internal sealed class BusConnection
    {
        private const int AnswerMs = 10_000;
        private const int GoneMs = 2_000;
        private const int LookMs = 50;

        // M2Mqtt's Close waits 200 ms when it does anything at all; its threads end within the same time after it.
        private const int CloseMs = 100;
        private const int RestMs = 200;

        // Ours and the broker's together; far more than the window lets out, and still a bound.
        private const int InflightMax = 32;
        private const ushort KeepAliveSeconds = 60;
        private readonly string _host;
        private readonly int _port;
        private readonly byte[] _ca;
        private readonly MqttClient _client;
        private readonly MessageQueue _in;
        private readonly SendWindow _window = new SendWindow();
        private readonly AutoResetEvent _answered = new AutoResetEvent(false);
        private readonly AutoResetEvent _pause = new AutoResetEvent(false);
        private bool _reached;

        /// <summary>Looks the host up, which may take long and fail. What comes is put into <paramref name="inbox"/> while there is room.</summary>
        internal BusConnection(Identity identity, MessageQueue inbox)
        {
            _host = identity.BrokerHost;
            _port = identity.BrokerPort;
            _ca = identity.BrokerCa;
            _in = inbox;
            bool isTls = _ca.Length > 0;
            X509Certificate authority = isTls ? new X509Certificate(_ca) : null!;
            _client = new MqttClient(_host, _port, isTls, authority, null!, isTls ? MqttSslProtocols.TLSv1_2 : MqttSslProtocols.None);
            _client.Settings.ValidateServerCertificate = true;
            _client.Settings.InflightQueueSize = InflightMax;
            _client.MqttMsgPublishReceived += OnReceived;
            _client.MqttMsgPublished += OnPublished;
            _client.MqttMsgSubscribed += OnSubscribed;
        }

        internal bool IsUp => _client.IsConnected;

        internal bool IsFor(Identity identity)
        {
            bool isSame = _host == identity.BrokerHost && _port == identity.BrokerPort && _ca.Length == identity.BrokerCa.Length;
            for (int i = 0; isSame && i < _ca.Length; i++) isSame = _ca[i] == identity.BrokerCa[i];
            return isSame;
        }

        /// <summary>The broker's word; throws what M2Mqtt throws when there is none within 30 s.</summary>
        internal MqttReasonCode Connect(Identity identity, string willTopic, string willText)
        {
            _window.Clear();
            MqttReasonCode code = _client.Connect(identity.Name, identity.Name, identity.MqttSecret, true, MqttQoSLevel.AtLeastOnce, true,
                willTopic, willText, true, KeepAliveSeconds);
            _reached = true;
            return code;
        }

        /// <summary>True when the broker has acknowledged it, within 10 s.</summary>
        internal bool Subscribe(string[] filters)
        {
            MqttQoSLevel[] levels = new MqttQoSLevel[filters.Length];
            for (int i = 0; i < levels.Length; i++) levels[i] = MqttQoSLevel.AtLeastOnce;
            _answered.Reset();
            _client.Subscribe(filters, levels);
            return _answered.WaitOne(AnswerMs, false);
        }

        /// <summary>False when there is no place for it now; <paramref name="last"/>: nothing will follow but the goodbye.</summary>
        internal bool TrySend(string topic, byte[] payload, bool assured, bool retain, bool last)
        {
            if (assured && !_window.TryTake(Environment.TickCount64, last)) return false;
            try
            {
                _client.Publish(topic, payload, "", null!, assured ? MqttQoSLevel.AtLeastOnce : MqttQoSLevel.AtMostOnce, retain);
                return true;
            }
            catch (MqttClientException e)
            {
                if (assured) _window.GiveBack();
                if (e.ErrorCode != MqttClientErrorCode.InflightQueueFull) throw;
                return false;
            }
        }

        /// <summary>Waits until the broker has all that was sent, but not longer.</summary>
        internal void AwaitAnswers(int mostMs)
        {
            long endMs = Environment.TickCount64 + mostMs;
            while (_window.Unanswered(Environment.TickCount64) > 0 && Environment.TickCount64 < endMs) _answered.WaitOne(LookMs, false);
        }

        /// <summary>
        /// Closes socket and threads, whatever came of the attempt; 4 s at most unless the network holds it up. False: this client must not be used
        /// again. <paramref name="goodbye"/>: says it when there is a connection; without it nothing is sent, so that nothing can block.
        /// </summary>
        internal bool End(bool goodbye)
        {
            try
            {
                if (goodbye) Leave();
                if (!Close())
                {
                    // Another thread is at it, and has the time it needs; or none ever will be again.
                    _pause.WaitOne(GoneMs, false);
                    return false;
                }

                // A client that never had a socket fails half-way through Close too, and every Close after that one does nothing: a second one tells.
                if (!_reached) return Close();
                _pause.WaitOne(RestMs, false);
                return true;
            }
            catch (Exception)
            {
                return false;
            }
        }

        // M2Mqtt's own thread closes after a goodbye, later: an attempt that began before would be closed with it.
        private void Leave()
        {
            if (!_client.IsConnected) return;
            try
            {
                _client.Disconnect();
            }
            catch (Exception)
            {
                // The broker went first.
            }

            long endMs = Environment.TickCount64 + GoneMs;
            while (_client.IsConnected && Environment.TickCount64 < endMs) _pause.WaitOne(LookMs, false);
        }

        private bool Close()
        {
            long beganMs = Environment.TickCount64;
            _client.Close();
            return Environment.TickCount64 - beganMs >= CloseMs && !_client.IsConnected;
        }

        private void OnReceived(object sender, MqttMsgPublishEventArgs e)
        {
            if (e.Message.Length <= Limits.FrameBytesMax) _in.TryAdd(e.Topic, e.Message, false, e.Retain);
        }

        private void OnPublished(object sender, MqttMsgPublishedEventArgs e)
        {
            _window.Answer(Environment.TickCount64);
            _answered.Set();
        }

        private void OnSubscribed(object sender, MqttMsgSubscribedEventArgs e) => _answered.Set();
    }
}
