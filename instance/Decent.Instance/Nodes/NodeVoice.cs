using System.Threading.Channels;
using Decent.Instance.Broker;
using Decent.Instance.Enrolment;
using Decent.Mqtt;
using Decent.Protocol;
using Microsoft.Data.Sqlite;

namespace Decent.Instance.Nodes;

/// <summary>
/// Says sealed frames to single nodes, over a connection of its own. Whoever says something never waits: the queue is bounded, the oldest words go
/// first, and what the broker does not take is dropped, because nodes ask again for whatever they need.
/// </summary>
public sealed class NodeVoice(InstanceBus bus, NodeRegistry registry, NodesOptions options, ILogger<NodeVoice> log) : BackgroundService
{
    private readonly Channel<NodeWord> _words = Channel.CreateBounded<NodeWord>(
        new BoundedChannelOptions(options.OutboxMax) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly Lock _gate = new();
    private readonly NodeSeals _seals = new();
    private IMqttLink? _link;

    /// <inheritdoc/>
    /// <exception cref="MqttSetupException">libmosquitto is missing.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _link = bus.Open("voice", inbox: 1, will: null);
        return base.StartAsync(cancellationToken);
    }

    /// <summary>Puts a frame in line.</summary>
    internal void Say(NodeWord word) => _words.Writer.TryWrite(word);

    /// <summary>Says a frame now, past the line.</summary>
    /// <returns>Sent when the broker has it; NotConnected also for a node that is not enrolled.</returns>
    /// <exception cref="SqliteException">The ledger cannot be read.</exception>
    internal async Task<MqttPublishResult> SayAsync(NodeWord word, CancellationToken ct)
    {
        if (_link is not { } link || !registry.TryGetKey(word.Node, out var key))
            return MqttPublishResult.NotConnected;
        var buffer = new byte[Limits.FrameBytesMax];
        int count;
        lock (_gate)
            count = _seals.Seal(word, key, buffer);
        return await link.PublishAsync(word.Topic, buffer.AsMemory(0, count), MqttQos.AtLeastOnce, retain: false, ct);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var link = _link!;
        try
        {
            await foreach (var word in _words.Reader.ReadAllAsync(stoppingToken))
                await TrySayAsync(word, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Nodes repeat what is unanswered, so that nothing waiting here is lost.
        }
        await link.CloseAsync(last: null, CancellationToken.None);
    }

    private async Task TrySayAsync(NodeWord word, CancellationToken ct)
    {
        try
        {
            if (await SayAsync(word, ct) is var result && result != MqttPublishResult.Sent)
                log.NotSaid(word.Node, result);
        }
        catch (SqliteException e)
        {
            log.VoiceFailed(e);
        }
    }
}
