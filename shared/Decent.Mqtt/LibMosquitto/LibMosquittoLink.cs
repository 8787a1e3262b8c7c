using System.Runtime.InteropServices;
using System.Threading.Channels;
using Decent.Mqtt.Links;
using Microsoft.Extensions.Logging;

namespace Decent.Mqtt.LibMosquitto;

/// <summary>The link over the system's libmosquitto.</summary>
internal sealed class LibMosquittoLink : IMqttLink
{
    private static readonly Lazy<bool> _library = new(Load);
    private static readonly TimeSpan _stopMax = TimeSpan.FromSeconds(5);

    private readonly MqttLinkOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly LinkStatus _status = new();
    private readonly Subscriptions _subscriptions = new();
    private readonly Inbox _inbox;
    private readonly Channel<Outgoing> _outbox;
    private readonly WakeUp _wakeUp = new();
    private readonly LinkLoop _loop;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _closing;

    private LibMosquittoLink(MqttLinkOptions options, TimeProvider time, ILogger log)
    {
        (_options, _time, _log) = (options, time, log);
        _inbox = new Inbox(options.InboxCapacity);
        _outbox = Channel.CreateBounded<Outgoing>(new BoundedChannelOptions(options.OutboxCapacity) { SingleReader = true });
        _loop = new LinkLoop(options, _status, _subscriptions, _inbox, _outbox.Reader, _wakeUp, time, log);
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

    public static void Require()
    {
        if (!_library.Value)
            throw new MqttSetupException($"{Native.Library} not found: apt install libmosquitto1, or build with -p:MqttNet=true.");
    }

    public static LibMosquittoLink Start(MqttLinkOptions options, TimeProvider time, ILogger log)
    {
        Require();
        var link = new LibMosquittoLink(options, time, log);
        _ = link._status.TellAsync(e => MqttLog.Failed(log, options.ClientId, e));
        // Its own thread, not the pool's: it spends its life in poll.
        new Thread(link.Run) { IsBackground = true, Name = "mqtt " + options.ClientId }.Start();
        return link;
    }

    public Task WaitForAsync(MqttLinkState state, CancellationToken ct) => _status.WaitForAsync(state, ct);

    public async ValueTask SubscribeAsync(string filter, MqttQos qos, CancellationToken ct)
    {
        if (!TopicName.IsFilter(filter))
            throw new ArgumentException("An MQTT filter has 1 to 65,535 bytes and no NUL.", nameof(filter));
        var answered = _subscriptions.Add(filter, qos);
        _wakeUp.Signal();
        if (State == MqttLinkState.Connected)
            await answered.WaitAsync(ct).ConfigureAwait(false);
    }

    public ValueTask<MqttPublishResult> PublishAsync(
        string topic, ReadOnlyMemory<byte> payload, MqttQos qos, bool retain, CancellationToken ct)
    {
        var now = _status.Now;
        if (_closing || now.State == MqttLinkState.Closed)
            return new(MqttPublishResult.Closed);
        if (payload.Length > _options.MessageBytesMax)
            return new(MqttPublishResult.TooLarge);
        if (!TopicName.IsPublishable(topic))
            return new(MqttPublishResult.Refused);
        if (now.State != MqttLinkState.Connected)
            return new(MqttPublishResult.NotConnected);
        // A copy: the loop may still read it when a cancelled caller has long reused its buffer.
        var message = new MqttMessage { Topic = topic, Payload = payload.ToArray(), Qos = qos, Retain = retain };
        return new(SendAsync(new Outgoing(message, now.Connection), ct));
    }

    public async Task CloseAsync(MqttMessage? last, CancellationToken ct)
    {
        var now = _status.Now;
        _closing = true;
        if (last is not null && now.State == MqttLinkState.Connected)
        {
            try
            {
                await SendAsync(new Outgoing(last, now.Connection), ct).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // The caller's patience with the acknowledgement is over; the goodbye still follows.
            }
        }
        await StopAsync(goodbye: true, _stopMax).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _closing = true;
        await StopAsync(goodbye: false, _stopMax).ConfigureAwait(false);
    }

    private async Task<MqttPublishResult> SendAsync(Outgoing item, CancellationToken ct)
    {
        if (!_outbox.Writer.TryWrite(item))
            return State == MqttLinkState.Closed ? MqttPublishResult.Closed : MqttPublishResult.QueueFull;
        _wakeUp.Signal();
        try
        {
            return await item.Fate.WaitAsync(TimeSpan.FromSeconds(_options.PublishTimeoutSeconds), _time, ct).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            item.Settle(MqttPublishResult.TimedOut);
            return await item.Fate.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            item.Settle(MqttPublishResult.TimedOut);
            throw;
        }
    }

    /// <summary>
    /// Ends the loop. When it hangs in name resolution or a TCP handshake, which nothing can interrupt, it is left to end by itself: it
    /// holds nothing that anybody else needs.
    /// </summary>
    private async Task StopAsync(bool goodbye, TimeSpan max)
    {
        _loop.Stop(goodbye);
        try
        {
            await _ended.Task.WaitAsync(max, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Finish();
        }
    }

    private void Run()
    {
        _loop.Run();
        Finish();
        _wakeUp.Dispose();
        _ended.TrySetResult();
    }

    private void Finish()
    {
        _outbox.Writer.TryComplete();
        while (_outbox.Reader.TryRead(out var item))
            item.Settle(MqttPublishResult.Closed);
        _inbox.Complete();
        if (_status.Enter(MqttLinkState.Closed, _status.Now.Connection))
            MqttLog.Closed(_log, _options.ClientId);
    }

    private static bool Load() => NativeLibrary.TryLoad(Native.Library, out _) && Native.LibInit() == Native.Success;
}
