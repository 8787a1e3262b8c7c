using Decent.Content;
using Decent.Instance.Broker;
using Decent.Instance.Index;
using Decent.Instance.Publishing;
using Decent.Mqtt;
using Decent.Protocol;
using Decent.Protocol.Frames;
using Microsoft.Data.Sqlite;

namespace Decent.Instance.Relay;

/// <summary>
/// Tells the network of commits: deltas in order, then the group's retained manifest, each kept until the broker has acknowledged it. On every
/// connection the instance says that it is up and all manifests go out again, because a broker that was killed forgets its last minute.
/// </summary>
public sealed class CommitRelay(
    InstanceBus bus, InstanceIdentity identity, VersionIndex index, RelayOptions options, TimeProvider time, ILogger<CommitRelay> log)
    : BackgroundService, ICommitRelay
{
    private static readonly byte[] Up = "1"u8.ToArray();
    private static readonly byte[] Away = "0"u8.ToArray();

    private readonly CommitBacklog _backlog = new(options.BacklogMax);
    private readonly long _startedAt = time.GetTimestamp();
    private readonly string _topic = Topics.Instance(identity.Id);
    private IMqttLink? _link;
    private RelayFrames _frames = new(time, 0);
    private int _greeted;

    /// <summary>Commits that the broker has not acknowledged.</summary>
    public int Waiting => _backlog.Count;

    private MqttMessage Farewell => new() { Topic = _topic, Payload = Away, Qos = MqttQos.AtLeastOnce, Retain = true };

    /// <inheritdoc/>
    public Task PublishAsync(Head head, CancellationToken ct)
    {
        if (!_backlog.Add(head))
            log.Overflow(options.BacklogMax, head.Id.Group);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    /// <remarks>What does not fit as a whole is told by its groups' manifests alone: a part of it would be a gap like all of it.</remarks>
    public Task PublishAsync(IReadOnlyList<Head> heads, CancellationToken ct)
    {
        if (heads.Count > options.BacklogMax - _backlog.Count)
            _backlog.FallBack(heads.Select(head => head.Id.Group));
        else
            foreach (var head in heads)
                _ = PublishAsync(head, ct);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    /// <exception cref="MqttSetupException">libmosquitto is missing.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _link = bus.Open("relay", inbox: 1, Farewell);
        _link.Changed += _ => _backlog.Ring();
        // What was committed before this start is told by manifests alone.
        _backlog.Clear();
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var link = _link!;
        try
        {
            while (true)
                await StepAsync(link, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is left is told by the manifests of the next start.
        }
        await link.CloseAsync(Farewell, CancellationToken.None);
    }

    private async Task StepAsync(IMqttLink link, CancellationToken ct)
    {
        await link.WaitForAsync(MqttLinkState.Connected, ct);
        try
        {
            if (link.Connection != _greeted)
                await GreetAsync(link, ct);
            else if (_backlog.TryTake(out var group, out var commits))
                await TellAsync(link, group, commits, ct);
            else
                await _backlog.WaitAsync(ct);
        }
        catch (SqliteException e)
        {
            log.IndexUnread(options.RetrySeconds, e);
            await Task.Delay(TimeSpan.FromSeconds(options.RetrySeconds), time, ct);
        }
    }

    private async Task GreetAsync(IMqttLink link, CancellationToken ct)
    {
        var connection = link.Connection;
        if (!await SentAsync(link, _topic, Up, retain: true, ct))
            return;
        _frames = new RelayFrames(time, _startedAt);
        _backlog.Mark(index.Shards.Groups());
        _greeted = connection;
    }

    private async Task TellAsync(IMqttLink link, int group, int commits, CancellationToken ct)
    {
        var told = false;
        try
        {
            told = await ToldAsync(link, group, commits, ct);
        }
        finally
        {
            if (!told)
                _backlog.Mark([group]);
        }
    }

    /// <summary>
    /// Deltas, then the manifest; false when the connection went away. Deltas are numbered back from the index, so that the last one ends where the
    /// manifest stands. A commit that the index has and the relay was not told of leaves a gap in the numbers: receivers then ask, and nothing is missed.
    /// </summary>
    private async Task<bool> ToldAsync(IMqttLink link, int group, int commits, CancellationToken ct)
    {
        var root = GroupRoot.Of(index, group);
        for (var left = commits; left > 0;)
        {
            var heads = _backlog.Oldest(group, Math.Min(left, Delta.EntriesMax));
            if (heads.Count == 0)
                break;
            left -= heads.Count;
            if (!await SentAsync(link, Topics.Delta((byte)group), _frames.Delta(group, heads, root.Writes - left), retain: false, ct))
                return false;
            _backlog.Drop(group, heads);
        }
        if (!await SentAsync(link, Topics.Manifest((byte)group), _frames.Manifest(group, root), retain: true, ct))
            return false;
        if (commits > 0)
            log.Told(commits, group, root.Writes);
        return true;
    }

    private async Task<bool> SentAsync(IMqttLink link, string topic, ReadOnlyMemory<byte> payload, bool retain, CancellationToken ct)
    {
        var result = await link.PublishAsync(topic, payload, MqttQos.AtLeastOnce, retain, ct);
        if (result is MqttPublishResult.Refused or MqttPublishResult.TooLarge)
            log.Refused(topic, result);
        // Repeating what the broker refuses cannot help; the next commit of the group tries again.
        return result is MqttPublishResult.Sent or MqttPublishResult.Refused or MqttPublishResult.TooLarge;
    }
}
