using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Decent.Firmware.Configuration;
using Decent.Firmware.Ports;
using Decent.Mqtt;
using Decent.Protocol;

namespace Decent.Firmware.Host.Ports;

/// <summary>
/// The board's MQTT client over the bus port. That port reconnects by itself; a board's client does not, so each attempt here is a link of its own
/// which ends with its first failure.
/// </summary>
public sealed class BusClient : IMqtt, IAsyncDisposable
{
    private const int QueueMessages = 32;
    private static readonly TimeSpan GoodbyeTime = TimeSpan.FromSeconds(1);
    private readonly Func<MqttLinkOptions, IMqttLink> _connect;
    private readonly Identity _identity;
    private readonly string _bindAddress;
    private readonly string _caFile;
    private readonly TimeProvider _time;
    private BusAttempt? _attempt;

    /// <summary><paramref name="connect"/> makes a link that begins at once.</summary>
    /// <remarks><paramref name="caFile"/>: where the broker's authority is put for the library, which reads files.</remarks>
    public BusClient(Identity identity, string bindAddress, string caFile, TimeProvider time, Func<MqttLinkOptions, IMqttLink> connect) =>
        (_identity, _bindAddress, _caFile, _time, _connect) = (identity, bindAddress, caFile, time, connect);

    /// <inheritdoc />
    public MqttState State => _attempt?.State ?? MqttState.Idle;

    /// <inheritdoc />
    public void Open(string willTopic, string willText, string[] filters)
    {
        var options = new MqttLinkOptions
        {
            Host = _identity.BrokerHost,
            Port = _identity.BrokerPort,
            ClientId = _identity.Name,
            UserName = _identity.Name,
            Password = _identity.MqttSecret,
            CaFile = Authority(),
            BindAddress = _bindAddress,
            MessageBytesMax = Limits.PacketBytesMax,
            InboxCapacity = QueueMessages,
            OutboxCapacity = QueueMessages,
            // The node decides when to try again; the link is gone before this is over.
            ReconnectMinMs = 600_000,
            ReconnectMaxMs = 600_000,
            Will = new MqttMessage { Topic = willTopic, Payload = Encoding.ASCII.GetBytes(willText), Qos = MqttQos.AtLeastOnce, Retain = true },
        };
        _ = _attempt?.DisposeAsync().AsTask();
        _attempt = new BusAttempt(() => _connect(options), filters, QueueMessages, _time);
    }

    private string? Authority()
    {
        if (_identity.BrokerCa.Length == 0) return null;
        File.WriteAllText(_caFile, PemEncoding.WriteString("CERTIFICATE", _identity.BrokerCa));
        return _caFile;
    }

    /// <inheritdoc />
    public bool Publish(string topic, byte[] payload, int count, bool assured, bool retain) => _attempt?.TryPublish(new MqttMessage
    {
        Topic = topic,
        Payload = payload.AsSpan(0, count).ToArray(),
        Qos = assured ? MqttQos.AtLeastOnce : MqttQos.AtMostOnce,
        Retain = retain,
    }) ?? false;

    /// <inheritdoc />
    public int TryReceive(byte[] payload, out string topic, out bool retained)
    {
        (topic, retained) = ("", false);
        while (_attempt?.TryReceive() is { } message)
        {
            if (message.Payload.Length > Limits.FrameBytesMax || message.Payload.Length > payload.Length) continue;
            message.Payload.CopyTo(payload);
            (topic, retained) = (message.Topic, message.Retain);
            return message.Payload.Length;
        }

        return -1;
    }

    /// <inheritdoc />
    public void Close() => _attempt?.Close(GoodbyeTime);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_attempt is not null) await _attempt.DisposeAsync().ConfigureAwait(false);
    }
}
