using System.Threading.Channels;
using Decent.Instance.Broker;
using Decent.Instance.Enrolment;
using Decent.Mqtt;
using Decent.Protocol;
using Microsoft.Data.Sqlite;

namespace Decent.Instance.Nodes;

/// <summary>
/// Has the broker forget removed nodes: every message that it keeps in their branches, whatever its topic. A node that was removed while the broker
/// was away is swept when it is back; which ones wait stands in the ledger.
/// </summary>
public sealed class NodeSweep(
    InstanceBus bus, InstanceBroker broker, NodeRegistry registry, NodesOptions options, TimeProvider time, ILogger<NodeSweep> log) : BackgroundService
{
    private const int InboxMax = 1024;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(20);
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private TaskCompletionSource _swept = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>True once the broker keeps nothing of a removed node; false after <paramref name="budget"/>: it follows then.</summary>
    public async Task<bool> SweptAsync(string name, TimeSpan budget, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(budget, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        while (!both.IsCancellationRequested)
        {
            var next = Volatile.Read(ref _swept).Task;
            if (!registry.Gone.Contains(name))
                return true;
            await next.WaitAsync(both.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return !registry.Gone.Contains(name);
    }

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        registry.Changed += Ring;
        Ring();
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var _ in _bell.Reader.ReadAllAsync(stoppingToken))
                await TrySweepAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Who still waits stands in the ledger, and is swept after the next start.
        }
        registry.Changed -= Ring;
    }

    private async Task TrySweepAsync(CancellationToken ct)
    {
        try
        {
            if (registry.Gone is { Count: > 0 } gone)
                await SweepAsync(gone, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested
            && e is OperationCanceledException or TimeoutException or InvalidOperationException or ChannelClosedException or SqliteException)
        {
            log.NotSwept(options.RetrySeconds, e);
            await Task.Delay(TimeSpan.FromSeconds(options.RetrySeconds), time, ct);
            Ring();
        }
    }

    /// <summary>Only after the broker has thrown them out: what they said before, their wills included, is then all there is.</summary>
    private async Task SweepAsync(IReadOnlyList<string> gone, CancellationToken stop)
    {
        using var deadline = new CancellationTokenSource(Budget, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stop);
        if (!await broker.FollowedAsync(Budget, both.Token))
            throw new TimeoutException("The broker does not know yet who was removed.");
        await using var link = bus.OpenAside("sweep", InboxMax);
        await link.WaitForAsync(MqttLinkState.Connected, both.Token);
        foreach (var node in gone)
        {
            if (broker.IsManaged)
                await bus.EndSessionAsync(node, both.Token);
            await link.SubscribeAsync(Topics.BranchesOf(node), MqttQos.AtLeastOnce, both.Token);
            var cleared = await ClearAsync(link, node, both.Token);
            registry.Forget(node);
            log.Swept(node, cleared);
        }
        Interlocked.Exchange(ref _swept, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    private static async Task<int> ClearAsync(IMqttLink link, string node, CancellationToken ct)
    {
        var cleared = 0;
        // Twice: the first mark comes behind all that was kept, the second behind our own clearing of it.
        for (var round = 0; round < 2; round++)
        {
            var mark = $"{Topics.Root}ha/{node}/swept{round}";
            var marked = link.PublishAsync(mark, "x"u8.ToArray(), MqttQos.AtLeastOnce, retain: false, ct);
            for (var message = await link.Inbox.ReadAsync(ct); message.Topic != mark; message = await link.Inbox.ReadAsync(ct))
                if (message is { Retain: true, Payload.IsEmpty: false })
                    cleared += await ForgetAsync(link, message.Topic, ct);
            if (await marked is var result && result != MqttPublishResult.Sent)
                throw new InvalidOperationException($"The broker did not take a word: {result}.");
        }
        return cleared;
    }

    /// <summary>Level 0: an acknowledgement would have to be read behind the very messages that wait for this.</summary>
    private static async Task<int> ForgetAsync(IMqttLink link, string topic, CancellationToken ct) =>
        await link.PublishAsync(topic, ReadOnlyMemory<byte>.Empty, MqttQos.AtMostOnce, retain: true, ct) == MqttPublishResult.Sent
            ? 1
            : throw new InvalidOperationException("The connection to the broker was lost.");

    private void Ring() => _bell.Writer.TryWrite(true);
}
