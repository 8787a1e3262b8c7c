using System.Text;
using Decent.Firmware.Ports;
using Decent.World;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>A board's client at the simulated broker, of one run. After a power cut the broker takes a while to notice.</summary>
internal sealed class BoardBus(Turns turns, Broker broker, string name, int keepAliveMs) : IMqtt
{
    private const int InboxMax = 32;
    private readonly Queue<BusMessage> _inbox = [];
    private BrokerClient? _client;
    private MqttState _state;
    private bool _dead;

    /// <summary>Called with each message as it comes in, before the board sees it.</summary>
    public Action<byte[]> Arrives { get; init; } = _ => { };

    /// <summary>Changes what the board says on its way out.</summary>
    public Func<BusMessage, BusMessage> Says { get; init; } = message => message;

    /// <summary>Messages that were waiting at once, at most.</summary>
    public int InboxMost { get; private set; }

    public MqttState State => _state == MqttState.Connected && !_client!.IsConnected ? _state = MqttState.Lost : _state;

    public void Open(string willTopic, string willText, string[] filters)
    {
        _state = MqttState.Connecting;
        _inbox.Clear();
        turns.Clock.After(broker.IsStill ? Broker.ConnectMs : broker.IsAway ? 10_000 : 30, () =>
        {
            if (_dead || _state != MqttState.Connecting)
                return;
            _client = broker.TryConnect(name, new BusMessage(willTopic, Encoding.ASCII.GetBytes(willText), Qos: 1, Retain: true), Receive);
            foreach (var filter in filters)
                _client?.Subscribe(filter);
            _state = _client is null ? MqttState.Lost : MqttState.Connected;
        });
    }

    public bool Publish(string topic, byte[] payload, int count, bool assured, bool retain) =>
        State == MqttState.Connected && _client!.Publish(Says(new BusMessage(topic, payload[..count], assured ? 1 : 0, retain)));

    public int TryReceive(byte[] payload, out string topic, out bool retained)
    {
        (topic, retained) = ("", false);
        if (!_inbox.TryDequeue(out var message))
            return -1;
        (topic, retained) = (message.Topic, message.Retain);
        message.Payload.CopyTo(payload, 0);
        return message.Payload.Length;
    }

    public void Close()
    {
        _state = MqttState.Closing;
        turns.Clock.After(20, () =>
        {
            _client?.Close();
            _state = MqttState.Idle;
        });
    }

    /// <summary>The power failed.</summary>
    public void Die()
    {
        _dead = true;
        turns.Clock.After(keepAliveMs, () => _client?.Drop());
    }

    private void Receive(BusMessage message)
    {
        if (_dead || _inbox.Count == InboxMax)
            return;
        _inbox.Enqueue(message);
        InboxMost = Math.Max(InboxMost, _inbox.Count);
        Arrives(message.Payload);
    }
}
