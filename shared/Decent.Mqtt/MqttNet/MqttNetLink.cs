using System.Buffers;
using System.Text;
using System.Threading.Channels;
using Decent.Mqtt.Links;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Protocol;

namespace Decent.Mqtt.MqttNet;

/// <summary>
/// The link over MQTTnet, for hosts without libmosquitto. Its own queue before our inbox is unbounded; a reader that stalls costs memory
/// here where it costs the broker's elsewhere.
/// </summary>
internal sealed class MqttNetLink : IMqttLink
{
    // Fixed header 5, topic length 2, packet number 2, properties 1 with none of ours.
    private const int HeaderBytesMax = 10;
    private static readonly TimeSpan _stopMax = TimeSpan.FromSeconds(5);

    private readonly MqttLinkOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly LinkStatus _status = new();
    private readonly Subscriptions _subscriptions = new();
    private readonly Channel<MqttMessage> _inbox;
    private readonly SemaphoreSlim _outboxRoom;
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private volatile IMqttClient? _client;
    private volatile uint _packetBytesMax = uint.MaxValue;
    private volatile bool _closing;

    private MqttNetLink(MqttLinkOptions options, TimeProvider time, ILogger log)
    {
        (_options, _time, _log) = (options, time, log);
        _inbox = Channel.CreateBounded<MqttMessage>(options.InboxCapacity);
        _outboxRoom = new SemaphoreSlim(options.OutboxCapacity);
    }

    public event Action<MqttLinkChange>? Changed
    {
        add => _status.Listen(value);
        remove => _status.Ignore(value);
    }

    public MqttLinkState State => _status.Now.State;

    public int Connection => _status.Now.Connection;

    public string? LastError => _status.LastError;

    public ChannelReader<MqttMessage> Inbox => _inbox.Reader;

    public static MqttNetLink Start(MqttLinkOptions options, TimeProvider time, ILogger log)
    {
        var link = new MqttNetLink(options, time, log);
        _ = link._status.TellAsync(e => MqttLog.Failed(log, options.ClientId, e));
        link._loop = Task.Run(link.RunAsync);
        return link;
    }

    public Task WaitForAsync(MqttLinkState state, CancellationToken ct) => _status.WaitForAsync(state, ct);

    public async ValueTask SubscribeAsync(string filter, MqttQos qos, CancellationToken ct)
    {
        if (!TopicName.IsFilter(filter))
            throw new ArgumentException("An MQTT filter has 1 to 65,535 bytes and no NUL.", nameof(filter));
        _ = _subscriptions.Add(filter, qos);
        if (State == MqttLinkState.Connected && _client is { } client)
            await SendSubscriptionsAsync(client, Connection, ct).ConfigureAwait(false);
    }

    public async ValueTask<MqttPublishResult> PublishAsync(
        string topic, ReadOnlyMemory<byte> payload, MqttQos qos, bool retain, CancellationToken ct)
    {
        if (_closing)
            return MqttPublishResult.Closed;
        if (payload.Length > _options.MessageBytesMax || payload.Length + Encoding.UTF8.GetByteCount(topic) + HeaderBytesMax > _packetBytesMax)
            return MqttPublishResult.TooLarge;
        if (!TopicName.IsPublishable(topic))
            return MqttPublishResult.Refused;
        if (State != MqttLinkState.Connected || _client is not { } client)
            return MqttPublishResult.NotConnected;
        if (!_outboxRoom.Wait(0, CancellationToken.None))
            return MqttPublishResult.QueueFull;
        try
        {
            var message = new MqttMessage { Topic = topic, Payload = payload, Qos = qos, Retain = retain };
            return await SendAsync(client, message, ct).ConfigureAwait(false);
        }
        finally
        {
            _outboxRoom.Release();
        }
    }

    public async Task CloseAsync(MqttMessage? last, CancellationToken ct)
    {
        _closing = true;
        if (State == MqttLinkState.Connected && _client is { } client)
        {
            try
            {
                if (last is not null)
                    await SendAsync(client, last, ct).ConfigureAwait(false);
                await client.DisconnectAsync(new MqttClientDisconnectOptions(), CancellationToken.None).WaitAsync(_stopMax, _time, ct).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // A goodbye that fails is a lost connection; the link closes either way.
                _status.LastError = exception.Message;
            }
        }
        await DisposeAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _closing = true;
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.WaitAsync(_stopMax, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _inbox.Writer.TryComplete();
        if (_status.Enter(MqttLinkState.Closed, Connection))
            MqttLog.Closed(_log, _options.ClientId);
    }

    private async Task<MqttPublishResult> SendAsync(IMqttClient client, MqttMessage message, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(_options.PublishTimeoutSeconds), _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            var outgoing = new MqttApplicationMessage
            {
                Topic = message.Topic,
                PayloadSegment = new ArraySegment<byte>(message.Payload.ToArray()),
                QualityOfServiceLevel = (MqttQualityOfServiceLevel)message.Qos,
                Retain = message.Retain,
            };
            var result = await client.PublishAsync(outgoing, either.Token).ConfigureAwait(false);
            return (int)result.ReasonCode < 128 ? MqttPublishResult.Sent : MqttPublishResult.Refused;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return timeout.IsCancellationRequested ? MqttPublishResult.TimedOut : MqttPublishResult.NotConnected;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _status.LastError = exception.Message;
            return MqttPublishResult.NotConnected;
        }
    }

    private async Task RunAsync()
    {
        var backoff = new Backoff(_options.ReconnectMinMs, _options.ReconnectMaxMs);
        for (var connection = 1; !_stop.IsCancellationRequested; connection++)
        {
            long? acceptedAt = null;
            var refused = false;
            try
            {
                (acceptedAt, refused) = await RunConnectionAsync(connection).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                _status.LastError = exception.Message;
            }
            _client = null;
            _subscriptions.ReleaseWaiters();
            _status.Enter(refused ? MqttLinkState.Refused : MqttLinkState.Disconnected, connection);
            var waitMs = backoff.NextMs(acceptedAt is { } since ? _time.GetElapsedTime(since) : TimeSpan.Zero);
            MqttLog.Ended(_log, _options.ClientId, connection, LastError ?? "", waitMs);
            await Task.Delay(TimeSpan.FromMilliseconds(waitMs), _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<(long? AcceptedAt, bool Refused)> RunConnectionAsync(int connection)
    {
        _status.Enter(MqttLinkState.Connecting, connection);
        using var client = new MqttClientFactory().CreateMqttClient();
        client.ApplicationMessageReceivedAsync += ReceiveAsync;
        var will = _options.WillFor is null ? _options.Will : _options.WillFor(connection);
        string? distrust = null;
        var result = await ConnectAsync(client, MqttNetOptions.Translate(_options, will, reason => distrust = reason), () => distrust).ConfigureAwait(false);
        if (result.ResultCode != MqttClientConnectResultCode.Success)
        {
            _status.LastError = $"the broker refused: {result.ResultCode}";
            return (null, true);
        }
        // The library does not look at it, and the broker ends the connection of whoever exceeds it.
        _packetBytesMax = result.MaximumPacketSize ?? uint.MaxValue;
        var acceptedAt = _time.GetTimestamp();
        await SendSubscriptionsAsync(client, connection, _stop.Token).ConfigureAwait(false);
        _client = client;
        _status.Enter(MqttLinkState.Connected, connection);
        MqttLog.Connected(_log, _options.ClientId, _options.Host, _options.Port, connection);
        await BeatAsync(client).ConfigureAwait(false);
        return (acceptedAt, false);
    }

    /// <summary>The library says that the certificate was refused; who refused it knows why.</summary>
    private async Task<MqttClientConnectResult> ConnectAsync(IMqttClient client, MqttClientOptions options, Func<string?> distrust)
    {
        try
        {
            return await client.ConnectAsync(options, _stop.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (distrust() is not null)
        {
            throw new MqttSetupException(distrust()!, exception);
        }
    }

    /// <summary>
    /// Ends when the connection has. 5.2.0 takes its own publishing for a sign of the broker's life (its issue 2244), so we ask with a
    /// PINGREQ ourselves: unlike a publish it needs no topic that the access rules allow.
    /// </summary>
    private async Task BeatAsync(IMqttClient client)
    {
        var beat = TimeSpan.FromSeconds(_options.KeepAliveSeconds);
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.DisconnectedAsync += gone =>
        {
            _status.LastError = $"the connection was lost ({gone.Reason})";
            lost.TrySetResult();
            return Task.CompletedTask;
        };
        while (client.IsConnected && !lost.Task.IsCompleted)
        {
            await lost.Task.WaitAsync(beat, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _stop.Token.ThrowIfCancellationRequested();
            if (lost.Task.IsCompleted)
                return;
            using var timeout = new CancellationTokenSource(beat, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stop.Token);
            await client.PingAsync(either.Token).ConfigureAwait(false);
        }
    }

    private async Task SendSubscriptionsAsync(IMqttClient client, int connection, CancellationToken ct)
    {
        foreach (var subscription in _subscriptions.TakeUnsent(connection))
        {
            var request = new MqttClientSubscribeOptionsBuilder().WithTopicFilter(
                subscription.Filter, (MqttQualityOfServiceLevel)subscription.Qos, false, false,
                MqttRetainHandling.SendAtSubscribeIfNewSubscriptionOnly).Build();
            var answer = await client.SubscribeAsync(request, ct).ConfigureAwait(false);
            if (answer.Items.Any(item => (int)item.ResultCode >= 128))
            {
                _status.LastError = $"the broker refused the subscription {subscription.Filter}";
                MqttLog.SubscriptionRefused(_log, _options.ClientId, subscription.Filter);
            }
            subscription.Answered.TrySetResult();
        }
    }

    private async Task ReceiveAsync(MqttApplicationMessageReceivedEventArgs received)
    {
        var message = received.ApplicationMessage;
        if (message.Payload.Length > _options.MessageBytesMax)
        {
            MqttLog.TooLargeReceived(_log, _options.ClientId, _options.MessageBytesMax, message.Topic);
            return;
        }
        var copy = new MqttMessage
        {
            Topic = message.Topic,
            Payload = message.Payload.ToArray(),
            Qos = message.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtMostOnce ? MqttQos.AtMostOnce : MqttQos.AtLeastOnce,
            Retain = message.Retain,
        };
        if (_inbox.Writer.TryWrite(copy))
            return;
        MqttLog.InboxFull(_log, _options.ClientId);
        await _inbox.Writer.WriteAsync(copy, _stop.Token).ConfigureAwait(false);
    }
}
