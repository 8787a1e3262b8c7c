using System.Threading.Channels;

namespace Decent.Mqtt.Links;

/// <summary>
/// The bounded channel towards the reader, plus the few messages that a library had already read when it filled up. While any of those
/// is left the link must not read on; TCP then holds back the broker.
/// </summary>
internal sealed class Inbox(int capacity)
{
    private readonly Channel<MqttMessage> _channel = Channel.CreateBounded<MqttMessage>(
        new BoundedChannelOptions(capacity) { SingleWriter = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly Queue<MqttMessage> _waiting = new();
    private bool _watching;

    public ChannelReader<MqttMessage> Reader => _channel.Reader;

    public bool IsFull => _waiting.Count > 0;

    public void Accept(MqttMessage message)
    {
        if (_waiting.Count > 0 || !_channel.Writer.TryWrite(message))
            _waiting.Enqueue(message);
    }

    /// <summary>
    /// Moves what waited into the channel. When some remains, <paramref name="roomMade"/> is called once as soon as the reader has taken
    /// one.
    /// </summary>
    public void MoveOn(Action roomMade)
    {
        while (_waiting.TryPeek(out var message) && _channel.Writer.TryWrite(message))
            _waiting.Dequeue();
        if (_waiting.Count == 0 || Volatile.Read(ref _watching))
            return;
        Volatile.Write(ref _watching, true);
        _ = WatchAsync(roomMade);
    }

    public void Complete() => _channel.Writer.TryComplete();

    private async Task WatchAsync(Action roomMade)
    {
        await _channel.Writer.WaitToWriteAsync().ConfigureAwait(false);
        Volatile.Write(ref _watching, false);
        roomMade();
    }
}
