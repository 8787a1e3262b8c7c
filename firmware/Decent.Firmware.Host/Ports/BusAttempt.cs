using System.Threading.Channels;
using Decent.Firmware.Ports;
using Decent.Mqtt;

namespace Decent.Firmware.Host.Ports;

/// <summary>One attempt to reach the broker and the connection that comes of it, up to its first failure or its goodbye.</summary>
public sealed class BusAttempt : IAsyncDisposable
{
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(30);
    private readonly Channel<MqttMessage> _out;
    private readonly CancellationTokenSource _ended;
    private readonly TimeProvider _time;
    private readonly Task _life;
    private ChannelReader<MqttMessage>? _inbox;
    private TimeSpan _goodbye = TimeSpan.Zero;
    private volatile MqttState _state = MqttState.Connecting;
    private volatile bool _refused;

    /// <summary>Begins at once; all <paramref name="filters"/> are subscribed before the state is Connected, or it ends within 30 s.</summary>
    public BusAttempt(Func<IMqttLink> connect, string[] filters, int queueMessages, TimeProvider time)
    {
        _time = time;
        _ended = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _out = Channel.CreateBounded<MqttMessage>(new BoundedChannelOptions(queueMessages) { SingleReader = true, SingleWriter = true });
        _life = Task.Run(() => LiveAsync(connect, filters));
    }

    /// <summary>Connecting, Connected, Closing, and one of Lost, Refused, Idle at the end.</summary>
    public MqttState State => _state;

    /// <summary>False when there is no connection or the queue is full.</summary>
    public bool TryPublish(MqttMessage message) => _state == MqttState.Connected && _out.Writer.TryWrite(message);

    /// <summary>The oldest message received, or null.</summary>
    public MqttMessage? TryReceive() => _inbox is { } inbox && inbox.TryRead(out var message) ? message : null;

    /// <summary>Sends what is queued and says goodbye, for at most <paramref name="time"/>; an attempt without a connection just ends.</summary>
    public void Close(TimeSpan time)
    {
        if (_state is not (MqttState.Connected or MqttState.Connecting)) return;
        var connected = _state == MqttState.Connected;
        _goodbye = time;
        _state = MqttState.Closing;
        _out.Writer.TryComplete();
        if (connected) _ended.CancelAfter(time);
        else _ended.Cancel();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_life.IsCompleted) await _ended.CancelAsync().ConfigureAwait(false);
        await _life.ConfigureAwait(false);
        _ended.Dispose();
    }

    private async Task LiveAsync(Func<IMqttLink> connect, string[] filters)
    {
        try
        {
            var link = connect();
            await using (link.ConfigureAwait(false))
            {
                link.Changed += OnChanged;
                using (var patience = new CancellationTokenSource(ConnectTime, _time))
                using (var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _ended.Token))
                {
                    foreach (var filter in filters) await link.SubscribeAsync(filter, MqttQos.AtLeastOnce, either.Token).ConfigureAwait(false);
                    await link.WaitForAsync(MqttLinkState.Connected, either.Token).ConfigureAwait(false);
                }

                _inbox = link.Inbox;
                if (_state == MqttState.Connecting) _state = MqttState.Connected;
                if (!await PumpAsync(link).ConfigureAwait(false)) return;
                link.Changed -= OnChanged;
                using var goodbye = new CancellationTokenSource(_goodbye, _time);
                await link.CloseAsync(null, goodbye.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidOperationException or ArgumentException or MqttSetupException)
        {
            // However it ended, the state says it, and the node tries again.
        }
        finally
        {
            // What nobody foresaw ends it too: a node whose attempt stood for ever would be off the bus for good.
            _out.Writer.TryComplete();
            _state = _state == MqttState.Closing ? MqttState.Idle : _refused ? MqttState.Refused : MqttState.Lost;
        }
    }

    /// <summary>
    /// Hands on what is queued until it is closed. False when the broker did not acknowledge something: the node counts it as said, so that only another
    /// link tells it again.
    /// </summary>
    private async Task<bool> PumpAsync(IMqttLink link)
    {
        try
        {
            await foreach (var message in _out.Reader.ReadAllAsync(_ended.Token).ConfigureAwait(false))
            {
                var result = await link.PublishAsync(message.Topic, message.Payload, message.Qos, message.Retain, _ended.Token).ConfigureAwait(false);
                if (result != MqttPublishResult.Sent && message.Qos == MqttQos.AtLeastOnce && _state != MqttState.Closing) return false;
            }
        }
        catch (OperationCanceledException) when (_state == MqttState.Closing)
        {
            // The patience with acknowledgements is over; the goodbye still follows, so that the will stays untold.
        }

        return true;
    }

    private void OnChanged(MqttLinkChange change)
    {
        if (change.State == MqttLinkState.Refused) _refused = true;
        if (change.State is not (MqttLinkState.Refused or MqttLinkState.Disconnected) || change.Connection == 0) return;
        try
        {
            _ended.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The attempt was over before its last news came.
        }
    }
}
