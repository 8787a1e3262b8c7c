using System.Threading.Channels;
using Decent.Mqtt.Links;
using Microsoft.Extensions.Logging;

namespace Decent.Mqtt.LibMosquitto;

/// <summary>The one thread that owns a link's socket: connect, serve until it breaks, wait, again.</summary>
internal sealed class LinkLoop(
    MqttLinkOptions options, LinkStatus status, Subscriptions subscriptions, Inbox inbox, ChannelReader<Outgoing> outbox, WakeUp wakeUp,
    TimeProvider time, ILogger log)
{
    // The library's keepalive counts whole seconds and is only looked at when we call it.
    private const int RoundMs = 1000;
    private static readonly TimeSpan _goodbyeMax = TimeSpan.FromSeconds(2);

    private readonly Backoff _backoff = new(options.ReconnectMinMs, options.ReconnectMaxMs);
    private int _protocol = Native.ProtocolV5;
    private int _connection;
    private bool _wasFull;
    private volatile bool _goodbye;
    private volatile bool _drop;

    private bool IsStopping => _goodbye || _drop;

    /// <summary>
    /// Ends the loop, with a DISCONNECT when connected or by dropping the socket, upon which the broker delivers the will.
    /// </summary>
    public void Stop(bool goodbye)
    {
        if (goodbye)
            _goodbye = true;
        else
            _drop = true;
        wakeUp.Signal();
    }

    public void Run()
    {
        while (!IsStopping)
        {
            _connection++;
            var lived = TimeSpan.Zero;
            try
            {
                lived = RunConnection();
            }
            catch (Exception exception)
            {
                status.LastError = exception.Message;
                MqttLog.Failed(log, options.ClientId, exception);
                status.Enter(MqttLinkState.Disconnected, _connection);
            }
            subscriptions.ReleaseWaiters();
            if (!IsStopping)
                WaitBeforeNext(_backoff.NextMs(lived));
        }
        FailOutbox(MqttPublishResult.Closed);
    }

    /// <summary>One connection from its first byte to its last; returns how long the broker had accepted it.</summary>
    private TimeSpan RunConnection()
    {
        status.Enter(MqttLinkState.Connecting, _connection);
        using var session = new Session(options, _protocol, inbox, SubscriptionRefused, TooLargeReceived);
        var will = options.WillFor is null ? options.Will : options.WillFor(_connection);
        long? acceptedAt = null;
        if (session.Open(options, will))
            acceptedAt = Serve(session);
        if (session.Failure is not null)
            MqttLog.Failed(log, options.ClientId, session.Failure);
        if (session.Answer is { } answer && ConnectAnswer.IsOldProtocol(answer))
            _protocol = Native.ProtocolV311;
        if (!IsStopping)
            status.LastError = session.End;
        var refused = session.Answer is { } code && ConnectAnswer.IsRefusal(code);
        status.Enter(refused ? MqttLinkState.Refused : MqttLinkState.Disconnected, _connection);
        return acceptedAt is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero;
    }

    private long? Serve(Session session)
    {
        var openedAt = time.GetTimestamp();
        long? acceptedAt = null;
        long? goodbyeAt = null;
        short happened = 0;
        while (session.Serve(happened) && !_drop)
        {
            if (session.Answer == 0)
                acceptedAt ??= time.GetTimestamp();
            else if (_goodbye || IsLate(session, openedAt))
                break;
            if (acceptedAt is not null)
                Feed(session);
            if (_goodbye && goodbyeAt is null)
            {
                goodbyeAt = time.GetTimestamp();
                session.SayGoodbye();
            }
            if (goodbyeAt is { } at && (session.Socket < 0 || time.GetElapsedTime(at) > _goodbyeMax))
                break;
            happened = Wait(session);
        }
        return acceptedAt;
    }

    private bool IsLate(Session session, long openedAt)
    {
        if (time.GetElapsedTime(openedAt) < TimeSpan.FromSeconds(options.ConnectTimeoutSeconds))
            return false;
        session.Fail($"no answer from {options.Host}:{options.Port} within {options.ConnectTimeoutSeconds} s");
        return true;
    }

    /// <summary>Subscriptions first; only when all have been answered is the link connected and may publish.</summary>
    private void Feed(Session session)
    {
        foreach (var subscription in subscriptions.TakeUnsent(_connection))
            session.Subscribe(subscription);
        if (session.IsReady && status.Enter(MqttLinkState.Connected, _connection))
            MqttLog.Connected(log, options.ClientId, options.Host, options.Port, _connection);
        while (session.HasRoom && outbox.TryRead(out var item))
        {
            if (item.Connection != _connection)
                item.Settle(MqttPublishResult.NotConnected);
            else if (!item.IsSettled)
                session.Publish(item);
        }
    }

    private short Wait(Session session)
    {
        inbox.MoveOn(wakeUp.Signal);
        if (inbox.IsFull && !_wasFull)
            MqttLog.InboxFull(log, options.ClientId);
        _wasFull = inbox.IsFull;
        var wanted = inbox.IsFull ? (short)0 : Kernel.Readable;
        if (session.WantsWrite)
            wanted |= Kernel.Writable;
        return wakeUp.Wait(session.Socket, wanted, RoundMs);
    }

    /// <summary>Waits out the back-off, and beyond it until the inbox has room: a CONNACK could not be read past a full one.</summary>
    private void WaitBeforeNext(int waitMs)
    {
        MqttLog.Ended(log, options.ClientId, _connection, status.LastError ?? "", waitMs);
        var since = time.GetTimestamp();
        while (!IsStopping)
        {
            FailOutbox(MqttPublishResult.NotConnected);
            inbox.MoveOn(wakeUp.Signal);
            var leftMs = waitMs - (int)time.GetElapsedTime(since).TotalMilliseconds;
            if (leftMs <= 0 && !inbox.IsFull)
                return;
            wakeUp.Wait(-1, 0, leftMs > 0 ? leftMs : RoundMs);
        }
    }

    private void FailOutbox(MqttPublishResult result)
    {
        while (outbox.TryRead(out var item))
            item.Settle(result);
    }

    private void SubscriptionRefused(string filter)
    {
        status.LastError = $"the broker refused the subscription {filter}";
        MqttLog.SubscriptionRefused(log, options.ClientId, filter);
    }

    private void TooLargeReceived(MqttMessage message) =>
        MqttLog.TooLargeReceived(log, options.ClientId, options.MessageBytesMax, message.Topic);
}
