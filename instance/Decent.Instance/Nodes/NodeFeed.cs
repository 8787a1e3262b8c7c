using System.Threading.Channels;
using Decent.Hosting.Identity;
using Decent.Instance.Broker;
using Decent.Instance.Enrolment;
using Decent.Mqtt;
using Decent.Protocol;
using Decent.Protocol.Frames;
using Microsoft.Data.Sqlite;

namespace Decent.Instance.Nodes;

/// <summary>Hears every node, judges each message and stores the news in batches. Only nodes that are enrolled count.</summary>
public sealed class NodeFeed(
    InstanceBus bus, NodeRegistry registry, NodeRecords records, NodesOptions options, TimeProvider time, ILogger<NodeFeed> log) : BackgroundService
{
    private readonly Channel<bool> _enrolment = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly long[] _counts = new long[Enum.GetValues<FrameVerdict>().Length];
    private readonly NodeCursors _cursors = new(records.Cursors());
    private HashSet<string> _enrolled = [];
    private IMqttLink? _link;

    /// <summary>Raised after each batch, stored or dropped; handlers return at once.</summary>
    public event Action? Advanced;

    /// <summary>Messages since the start that ended so.</summary>
    public long Count(FrameVerdict verdict) => Interlocked.Read(ref _counts[(int)verdict]);

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
        await link.CloseAsync(last: null, CancellationToken.None);
    }

    private async Task ListenAsync(IMqttLink link, CancellationToken ct)
    {
        var heard = link.Inbox.WaitToReadAsync(ct).AsTask();
        var changed = _enrolment.Reader.WaitToReadAsync(ct).AsTask();
        while (true)
        {
            if (await Task.WhenAny(heard, changed) == heard && !await heard)
                return;
            var batch = heard.IsCompleted ? await GatherAsync(link.Inbox, ct) : [];
            // After the batch was gathered: whoever is in it was enrolled before it spoke.
            if (_enrolment.Reader.TryRead(out _))
                await EnrolAsync(link, ct);
            await StoreAsync(await JudgeAsync(link, batch, ct), ct);
            if (batch.Count > 0)
                Advanced?.Invoke();
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
        _enrolled = [.. registry.Nodes.Select(n => n.Name)];
        foreach (var gone in _cursors.Names.Where(n => !_enrolled.Contains(n)).ToList())
        {
            records.Remove(gone);
            _cursors.Remove(gone);
            await ForgetAsync(link, gone, ct);
        }
    }

    private async Task<List<UpFrame>> JudgeAsync(IMqttLink link, List<MqttMessage> batch, CancellationToken ct)
    {
        var news = new List<UpFrame>(batch.Count);
        foreach (var message in batch)
        {
            var verdict = UpFrameReader.Read(message, out var frame);
            if (frame is not null)
                verdict = _enrolled.Contains(frame.Node) ? _cursors.Judge(frame) : FrameVerdict.Unknown;
            Interlocked.Increment(ref _counts[(int)verdict]);
            if (verdict == FrameVerdict.Taken)
                news.Add(frame!);
            else
                log.Dropped(message.Topic, verdict);
            if (verdict == FrameVerdict.Unknown && frame!.IsState)
                await ForgetAsync(link, frame.Node, ct);
        }
        return news;
    }

    /// <summary>Clears a retained state, so that a node that was removed does not haunt whoever subscribes.</summary>
    /// <remarks>Level 0: an acknowledgement would have to be read behind the very messages that wait for this.</remarks>
    private static async Task ForgetAsync(IMqttLink link, string node, CancellationToken ct) =>
        await link.PublishAsync(Topics.State(NodeId.Of(node).Branch, node), ReadOnlyMemory<byte>.Empty, MqttQos.AtMostOnce, retain: true, ct);

    private async Task StoreAsync(List<UpFrame> news, CancellationToken ct)
    {
        while (news.Count > 0)
        {
            try
            {
                records.Put(news, time.GetUtcNow().ToUnixTimeMilliseconds());
                Tell(news);
                return;
            }
            catch (SqliteException e)
            {
                // A full disk, most likely. The inbox fills meanwhile and holds the broker back.
                log.NotStored(news.Count, options.RetrySeconds, e);
                await Task.Delay(TimeSpan.FromSeconds(options.RetrySeconds), time, ct);
            }
        }
    }

    private void Tell(List<UpFrame> news)
    {
        foreach (var frame in news)
        {
            if (frame.Birth is { } birth)
                log.Born(frame.Node, birth.Boot, birth.Connects);
            else if (frame.Will is not null)
                log.Gone(frame.Node, NodeState.Dead);
            else if (frame.Death is { Reason: var reason })
                log.Gone(frame.Node, reason == Death.ReasonPower ? NodeState.Power : NodeState.Stopped);
        }
    }

    private void Mark() => _enrolment.Writer.TryWrite(true);
}
