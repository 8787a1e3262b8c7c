using System.Threading.Channels;
using Decent.Mqtt;

namespace Decent.Firmware.Tests.Fakes;

/// <summary>A connection that stands at once, whose broker answers as the test says.</summary>
internal sealed class FakeMqttLink(Func<string, MqttPublishResult> answer) : IMqttLink
{
    private readonly Channel<MqttMessage> _inbox = Channel.CreateUnbounded<MqttMessage>();

    public event Action<MqttLinkChange>? Changed
    {
        add { }
        remove { }
    }

    public MqttLinkState State => MqttLinkState.Connected;

    public int Connection => 1;

    public string? LastError => null;

    public ChannelReader<MqttMessage> Inbox => _inbox.Reader;

    public bool SaidGoodbye { get; private set; }

    public TaskCompletionSource Dropped { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task WaitForAsync(MqttLinkState state, CancellationToken ct) => Task.CompletedTask;

    public ValueTask SubscribeAsync(string filter, MqttQos qos, CancellationToken ct) => ValueTask.CompletedTask;

    public ValueTask<MqttPublishResult> PublishAsync(string topic, ReadOnlyMemory<byte> payload, MqttQos qos, bool retain, CancellationToken ct) =>
        ValueTask.FromResult(answer(topic));

    public Task CloseAsync(MqttMessage? last, CancellationToken ct)
    {
        SaidGoodbye = true;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Dropped.TrySetResult();
        return ValueTask.CompletedTask;
    }
}
