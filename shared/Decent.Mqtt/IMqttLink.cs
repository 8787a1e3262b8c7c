using System.Threading.Channels;

namespace Decent.Mqtt;

/// <summary>
/// A connection to one broker that comes back by itself. Members may be called from any thread.
/// Disposing without <see cref="CloseAsync"/> drops the socket without a goodbye, and the broker delivers the will.
/// </summary>
public interface IMqttLink : IAsyncDisposable
{
    /// <summary>
    /// Raised on a pool thread, in order, one call at a time, first with the state at which the handler was added; publishing from it is
    /// fine. A handler that does not return delays only later changes, of which the newest 64 are kept.
    /// </summary>
    event Action<MqttLinkChange>? Changed;

    /// <summary>The state now.</summary>
    MqttLinkState State { get; }

    /// <summary>Number of the current or latest attempt, from 1; 0 before the first.</summary>
    int Connection { get; }

    /// <summary>Why the latest attempt or connection ended, in words for a person; null while nothing went wrong.</summary>
    string? LastError { get; }

    /// <summary>
    /// Received messages, oldest first, at most <see cref="MqttLinkOptions.InboxCapacity"/>. While it is full the link reads nothing from its
    /// socket; a reader that stalls for longer than the keepalive loses the connection. Completed when the link closes.
    /// </summary>
    ChannelReader<MqttMessage> Inbox { get; }

    /// <summary>
    /// Returns when the link is or comes to be in <paramref name="state"/>; throws <see cref="InvalidOperationException"/> when it closes
    /// instead.
    /// </summary>
    Task WaitForAsync(MqttLinkState state, CancellationToken ct);

    /// <summary>
    /// Remembers a filter for this and all later connections. Returns at the broker's answer, or at once when there is no connection.
    /// A refusal is logged and shown in <see cref="LastError"/>.
    /// </summary>
    ValueTask SubscribeAsync(string filter, MqttQos qos, CancellationToken ct);

    /// <summary>
    /// Publishes now or not at all: nothing is kept for a later connection. The payload must not change until this returns.
    /// </summary>
    ValueTask<MqttPublishResult> PublishAsync(string topic, ReadOnlyMemory<byte> payload, MqttQos qos, bool retain, CancellationToken ct);

    /// <summary>
    /// Says goodbye, so that the broker discards the will: publishes <paramref name="last"/>, waits for its acknowledgement, disconnects.
    /// Cancelling shortens the waiting; the link is closed in any case.
    /// </summary>
    Task CloseAsync(MqttMessage? last, CancellationToken ct);
}
