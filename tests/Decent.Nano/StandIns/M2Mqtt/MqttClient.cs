using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Decent.Nano;
using nanoFramework.M2Mqtt.Exceptions;
using nanoFramework.M2Mqtt.Messages;

namespace nanoFramework.M2Mqtt;

/// <summary>
/// M2Mqtt's client in its habits, those included that hurt: Connect starts the receiving thread and opens the socket before the broker has said
/// anything and closes neither when the broker says no; Disconnect only leaves word for the dispatching thread; Close swallows what goes wrong and can
/// stay "already closing" for ever; an acknowledged message stays in the queue until its second is over.
/// </summary>
internal sealed partial class MqttClient
{
    private const int CloseWaitsMs = 200;
    private const int KeepAliveEndsMs = 1_000;
    private readonly Interpreter _interpreter = Interpreter.Current;
    private readonly MqttChannel _channel;
    private readonly AutoResetEvent _eventCame = new(false);
    private readonly AutoResetEvent _inflightCame = new(false);
    private readonly AutoResetEvent _answerCame = new(false);
    private readonly AutoResetEvent _keepAlive = new(false);
    private readonly Queue<MqttTask> _inflight = new();
    private readonly Queue<MqttPacket> _internal = new();
    private readonly Queue<Action> _events = new();
    private readonly List<ushort> _unanswered = [];
    private AutoResetEvent? _keepAliveEnded;
    private MqttPacket? _answer;
    private Exception? _receiveFault;
    private ushort _lastId;
    private long _lastSentMs;
    private int _keepAliveMs;
    private bool _isRunning;
    private bool _isConnectionClosing;
    private bool _isAlreadyClosing;

    public MqttClient(string host, int port, bool secure, object caCert, object clientCert, MqttSslProtocols protocol)
    {
        _interpreter.Census.MqttClients++;
        // What the library throws for a secure channel without a protocol, and how it verifies by nothing without an authority.
        if (secure && (protocol == MqttSslProtocols.None || caCert is null)) throw new ArgumentException("no protocol, or no authority");
        if (secure) _interpreter.Census.SecureMqttClients++;
        _channel = new MqttChannel(host, port);
    }

    public event IMqttClient.MqttMsgPublishEventHandler? MqttMsgPublishReceived;

    public event IMqttClient.MqttMsgPublishedEventHandler? MqttMsgPublished;

    public event IMqttClient.MqttMsgSubscribedEventHandler? MqttMsgSubscribed;

    public MqttSettings Settings { get; } = new();

    public bool IsConnected { get; private set; }

    public MqttReasonCode Connect(string clientId, string user, string password, bool willRetain, MqttQoSLevel willQos, bool willFlag, string willTopic,
        string willMessage, bool clean, ushort keepAliveSeconds)
    {
        _interpreter.Census.MqttConnects++;
        if (Interpreter.CurrentThread.Name.StartsWith("MqttClient.", StringComparison.Ordinal)) _interpreter.Census.ConnectsFromEvents++;
        try
        {
            _channel.Connect();
        }
        catch (Exception e) when (e is not InterpreterOverException)
        {
            throw new MqttConnectionException("no connection", e);
        }

        _lastSentMs = 0;
        _isRunning = true;
        _isConnectionClosing = false;
        new Thread(ReceiveThread).Start();
        var code = (MqttReasonCode)SendReceive(new MqttPacket(MqttKind.Connect) { Topic = willTopic }, MqttSettings.DefaultTimeout).Code;
        if (code != MqttReasonCode.Success) return code;
        _keepAliveMs = keepAliveSeconds * 1000;
        new Thread(KeepAliveThread).Start();
        new Thread(DispatchThread).Start();
        new Thread(InflightThread).Start();
        IsConnected = true;
        return code;
    }

    public void Disconnect()
    {
        Send(new MqttPacket(MqttKind.Disconnect));
        OnConnectionClosing();
    }

    public void Close()
    {
        try
        {
            if (_isAlreadyClosing) return;
            _isAlreadyClosing = true;
            _isRunning = false;
            _eventCame.Set();
            _interpreter.Sleep(CloseWaitsMs);
            _inflightCame.Set();
            _keepAlive.Set();
            _keepAliveEnded?.WaitOne(KeepAliveEndsMs, true);
            _inflight.Clear();
            _internal.Clear();
            _unanswered.Clear();
            _events.Clear();
            _channel.Close();
            IsConnected = false;
            _isAlreadyClosing = false;
        }
        catch (Exception e) when (e is not InterpreterOverException)
        {
            // As there: whatever it was, nobody is told.
        }
    }

    public ushort Subscribe(string[] topics, MqttQoSLevel[] levels)
    {
        MqttPacket packet = new(MqttKind.Subscribe, NextId()) { Filters = topics };
        Enqueue(new MqttTask(packet, true));
        return packet.Id;
    }

    public ushort Publish(string topic, byte[] message, string contentType, ArrayList userProperties, MqttQoSLevel level, bool retain)
    {
        MqttPacket packet = new(MqttKind.Publish, NextId())
        {
            Topic = topic, Payload = message, Assured = level != MqttQoSLevel.AtMostOnce, Retain = retain,
        };
        if (packet.Assured) _unanswered.Add(packet.Id);
        if (Enqueue(new MqttTask(packet, true))) return packet.Id;
        _interpreter.Census.OwnMessagesRefused++;
        throw new MqttClientException(MqttClientErrorCode.InflightQueueFull);
    }

    private ushort NextId() => _lastId = (ushort)(_lastId % ushort.MaxValue + 1);

    private bool Enqueue(MqttTask task)
    {
        var room = _inflight.Count < Settings.InflightQueueSize;
        if (room) _inflight.Enqueue(task);
        _inflightCame.Set();
        return room;
    }

    private void OnConnectionClosing()
    {
        if (_isConnectionClosing) return;
        _isConnectionClosing = true;
        _eventCame.Set();
    }

    private void Send(MqttPacket packet)
    {
        try
        {
            _channel.Send(packet);
            _lastSentMs = _interpreter.NowMs;
        }
        catch (Exception e) when (e is not InterpreterOverException)
        {
            throw new MqttCommunicationException(e);
        }
    }

    private MqttPacket SendReceive(MqttPacket packet, int ms)
    {
        _answerCame.Reset();
        Send(packet);
        if (!_answerCame.WaitOne(ms, false)) throw new MqttCommunicationException();
        if (_receiveFault is not null) throw _receiveFault;
        return _answer!;
    }
}
