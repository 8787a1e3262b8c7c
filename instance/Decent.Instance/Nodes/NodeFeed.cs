using System.Threading.Channels;
using Decent.Hosting.Identity;
using Decent.Instance.Broker;
using Decent.Instance.Commands;
using Decent.Instance.Enrolment;
using Decent.Instance.Runs;
using Decent.Mqtt;
using Decent.Protocol;
using Microsoft.Data.Sqlite;

namespace Decent.Instance.Nodes;

/// <summary>Hears every node in batches, of which <see cref="NodeHearing"/> makes what is stored and said. Only nodes that are enrolled count.</summary>
public sealed class NodeFeed(
    InstanceBus bus, NodeRegistry registry, NodeRecords records, RunBook runs, NodeVoice voice, CommandDesk commands, NodesOptions options,
    TimeProvider time, ILogger<NodeFeed> log) : BackgroundService
{
    private readonly Channel<bool> _enrolment = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly NodeHearing _hearing = new(records, runs, voice.Say, commands.Hear, log);
    private IMqttLink? _link;

    /// <summary>Raised after each batch, stored or dropped, and each beat; handlers return at once.</summary>
    public event Action? Advanced;

    /// <summary>Messages since the start that ended so.</summary>
    public long Count(FrameVerdict verdict) => _hearing.Count(verdict);

    /// <inheritdoc/>
    /// <exception cref="MqttSetupException">libmosquitto is missing.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        registry.Changed += Mark;
        Mark();
        _link = bus.Open("feed", options.InboxMax, will: null);
        await _link.SubscribeAsync(Topics.AllUp, MqttQos.AtLeastOnce, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var link = _link!;
        try
        {
            await ListenAsync(link, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Nodes' states are retained, their counters cumulative, their logs kept by them: nothing is lost here.
        }
        registry.Changed -= Mark;
        // The last look: what ends from here on is not seen.
        Watch(link, isBeat: true);
        await link.CloseAsync(last: null, CancellationToken.None);
    }

    private async Task ListenAsync(IMqttLink link, CancellationToken ct)
    {
        var heard = link.Inbox.WaitToReadAsync(ct).AsTask();
        var changed = _enrolment.Reader.WaitToReadAsync(ct).AsTask();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.BeatSeconds), time);
        var beat = timer.WaitForNextTickAsync(ct).AsTask();
        while (true)
        {
            var first = await Task.WhenAny(heard, changed, beat);
            // This may run inside the cancelling call itself, before the other tasks know of it: without this line it would turn here for ever.
            ct.ThrowIfCancellationRequested();
            if (first == heard && !await heard)
                return;
            var batch = heard.IsCompleted ? await GatherAsync(link.Inbox, ct) : [];
            // After the batch was gathered: whoever is in it was enrolled before it spoke.
            if (_enrolment.Reader.TryRead(out _))
                await EnrolAsync(link, ct);
            Watch(link, beat.IsCompleted);
            var heardNow = _hearing.Judge(batch);
            foreach (var stranger in heardNow.Strangers)
                await ForgetAsync(link, stranger, ct);
            await SettleAsync(heardNow, ct);
            if (batch.Count > 0 || beat.IsCompleted)
                Advanced?.Invoke();
            beat = beat.IsCompleted ? timer.WaitForNextTickAsync(ct).AsTask() : beat;
            heard = heard.IsCompleted ? link.Inbox.WaitToReadAsync(ct).AsTask() : heard;
            changed = changed.IsCompleted ? _enrolment.Reader.WaitToReadAsync(ct).AsTask() : changed;
        }
    }

    private async Task<List<MqttMessage>> GatherAsync(ChannelReader<MqttMessage> inbox, CancellationToken ct)
    {
        var batch = new List<MqttMessage>();
        using var window = new CancellationTokenSource(TimeSpan.FromMilliseconds(options.BatchMs), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(window.Token, ct);
        try
        {
            while (batch.Count < options.BatchMax)
            {
                if (inbox.TryRead(out var message))
                    batch.Add(message);
                else if (!await inbox.WaitToReadAsync(either.Token))
                    break;
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The window is over: what came is the batch.
        }
        return batch;
    }

    /// <summary>Reads who belongs here, and forgets who no longer does, at the broker too.</summary>
    private async Task EnrolAsync(IMqttLink link, CancellationToken ct)
    {
        foreach (var gone in _hearing.Enrol(registry.Nodes.Select(n => n.Name)))
            await ForgetAsync(link, gone, ct);
    }

    private void Watch(IMqttLink link, bool isBeat)
    {
        if (link.State == MqttLinkState.Connected)
            _hearing.Watch(link.Connection, isBeat, NowMs);
    }

    /// <summary>Clears a retained state, so that a node that was removed does not haunt whoever subscribes.</summary>
    /// <remarks>Level 0: an acknowledgement would have to be read behind the very messages that wait for this.</remarks>
    private static async Task ForgetAsync(IMqttLink link, string node, CancellationToken ct) =>
        await link.PublishAsync(Topics.State(NodeId.Of(node).Branch, node), ReadOnlyMemory<byte>.Empty, MqttQos.AtMostOnce, retain: true, ct);

    private async Task SettleAsync(Heard heard, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                _hearing.Settle(heard, NowMs);
                return;
            }
            catch (SqliteException e)
            {
                // A full disk, most likely. The inbox fills meanwhile and holds the broker back.
                log.NotStored(heard.Accounted.Count, options.RetrySeconds, e);
                await Task.Delay(TimeSpan.FromSeconds(options.RetrySeconds), time, ct);
            }
        }
    }

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    private void Mark() => _enrolment.Writer.TryWrite(true);
}
