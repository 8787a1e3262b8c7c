using System.Threading.Channels;
using Decent.Hosting.Identity;
using Decent.Instance.Broker;
using Decent.Instance.Commands;
using Decent.Instance.Enrolment;
using Decent.Instance.Runs;
using Decent.Mqtt;
using Decent.Protocol;
using Decent.Protocol.Frames;
using Microsoft.Data.Sqlite;

namespace Decent.Instance.Nodes;

/// <summary>Hears every node, judges each message and stores the news in batches. Only nodes that are enrolled count.</summary>
public sealed class NodeFeed(
    InstanceBus bus, NodeRegistry registry, NodeRecords records, RunBook runs, NodeVoice voice, CommandDesk commands, NodesOptions options,
    TimeProvider time, ILogger<NodeFeed> log) : BackgroundService
{
    private readonly Channel<bool> _enrolment = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly long[] _counts = new long[Enum.GetValues<FrameVerdict>().Length];
    private readonly NodeCursors _cursors = new(records.Cursors());
    private HashSet<string> _enrolled = [];
    private IMqttLink? _link;
    private int _watched;

    /// <summary>Raised after each batch, stored or dropped, and each beat; handlers return at once.</summary>
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
            var heardNow = await JudgeAsync(link, batch, ct);
            await StoreAsync(heardNow, ct);
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
        _enrolled = [.. registry.Nodes.Select(n => n.Name)];
        foreach (var gone in _cursors.Names.Where(n => !_enrolled.Contains(n)).ToList())
        {
            records.Remove(gone);
            _cursors.Remove(gone);
            await ForgetAsync(link, gone, ct);
        }
    }

    /// <summary>Notes when nodes can be seen. Before the batch is judged: what a new connection brought counts to its own watch.</summary>
    private void Watch(IMqttLink link, bool isBeat)
    {
        if (link.State != MqttLinkState.Connected || (link.Connection == _watched && !isBeat))
            return;
        var connection = link.Connection;
        var nowMs = NowMs;
        try
        {
            if (connection != _watched)
                runs.BeginWatch(nowMs);
            runs.Beat(nowMs);
            _watched = connection;
        }
        catch (SqliteException e)
        {
            // Tried again with the next batch or beat; meanwhile nodes count as unseen, which harms none.
            log.NotWatched(e);
        }
    }

    private async Task<Heard> JudgeAsync(IMqttLink link, List<MqttMessage> batch, CancellationToken ct)
    {
        var heard = new Heard([], []);
        foreach (var message in batch)
        {
            var verdict = UpFrameReader.Read(message, out var frame);
            if (frame is not null)
                verdict = _enrolled.Contains(frame.Node) ? _cursors.Judge(frame) : FrameVerdict.Unknown;
            Interlocked.Increment(ref _counts[(int)verdict]);
            if (verdict == FrameVerdict.Taken)
                heard.News.Add(frame!);
            else
                log.Dropped(message.Topic, verdict);
            // A log chunk that comes again was not acknowledged, or the acknowledgement was lost.
            if (verdict == FrameVerdict.Taken || (verdict == FrameVerdict.Duplicate && frame!.LogEnvelope is not null))
                heard.Accounted.Add(frame!);
            if (verdict == FrameVerdict.Unknown && frame!.IsState)
                await ForgetAsync(link, frame.Node, ct);
        }
        return heard;
    }

    /// <summary>Clears a retained state, so that a node that was removed does not haunt whoever subscribes.</summary>
    /// <remarks>Level 0: an acknowledgement would have to be read behind the very messages that wait for this.</remarks>
    private static async Task ForgetAsync(IMqttLink link, string node, CancellationToken ct) =>
        await link.PublishAsync(Topics.State(NodeId.Of(node).Branch, node), ReadOnlyMemory<byte>.Empty, MqttQos.AtMostOnce, retain: true, ct);

    /// <summary>The ledger first: a frame that only it knows is taken again after a power cut, one that only the cursors know would be lost.</summary>
    private async Task StoreAsync(Heard heard, CancellationToken ct)
    {
        RunNews? answers = null;
        while (heard.Accounted.Count > 0)
        {
            try
            {
                // Once: a claim that is settled twice would look like one shown again.
                answers ??= runs.Put(heard.Accounted, NowMs);
                records.Put(heard.News, NowMs);
                Tell(heard.News);
                Answer(answers);
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

    /// <summary>Says what is on the disk now to the nodes that wait for it, over the links that they listen on.</summary>
    private void Answer(RunNews answers)
    {
        foreach (var (node, grant) in answers.Grants)
            if (_cursors.LinkOf(node) is { } link)
                voice.Say(new NodeWord(node, link, grant.Envelope, grant.Write));
        foreach (var (node, upto) in answers.Acknowledged)
            if (_cursors.LinkOf(node) is { } link && new LogAck { Upto = upto } is var ack)
                voice.Say(new NodeWord(node, link, ack.Envelope, ack.Write));
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
            else if (frame.Result is { } result)
                commands.Hear(frame.Node, result);
        }
    }

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    private void Mark() => _enrolment.Writer.TryWrite(true);

    /// <summary>What came of one batch: the news, and those with the log chunks that were heard before, in order.</summary>
    private sealed record Heard(List<UpFrame> News, List<UpFrame> Accounted);
}
