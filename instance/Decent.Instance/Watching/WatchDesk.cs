using System.Threading.Channels;
using Decent.Hosting.Identity;
using Decent.Instance.Broker;
using Decent.Mqtt;
using Decent.Protocol;

namespace Decent.Instance.Watching;

/// <summary>
/// Shows people what passes on the bus, over a connection of its own for each. A slow reader holds nothing up: the oldest lines go, and their number
/// is told.
/// </summary>
public sealed class WatchDesk(InstanceBus bus, TimeProvider time)
{
    private const int WatchersMax = 8;
    private const int LinesMax = 4096;
    private int _watchers;
    private int _numbers;

    /// <summary>The rule that a request breaks, as a sentence; null when it is good.</summary>
    public string? Rule(string? node) =>
        bus.State == "none" ? "This instance runs without a broker: there is nothing to watch."
        : node is not null && !NodeName.IsValid(node) ? InstanceName.Rule
        : Volatile.Read(ref _watchers) >= WatchersMax ? $"{WatchersMax} people are watching already."
        : null;

    /// <summary>Writes lines of JSON until <paramref name="ct"/>: first what the broker has kept, then each message as it comes.</summary>
    /// <param name="node">Only this node's branch; null for the whole tree.</param>
    /// <param name="write">Takes a line without its break.</param>
    public async Task RunAsync(string? node, Func<string, Task> write, CancellationToken ct)
    {
        Interlocked.Increment(ref _watchers);
        try
        {
            await using var link = bus.OpenAside($"watch{Interlocked.Increment(ref _numbers)}", LinesMax);
            foreach (var filter in Filters(node))
                await link.SubscribeAsync(filter, MqttQos.AtMostOnce, ct);
            await PassAsync(link, write, ct);
        }
        finally
        {
            Interlocked.Decrement(ref _watchers);
        }
    }

    private static string[] Filters(string? node) =>
        node is null ? [Topics.Root + "#"] : [Topics.Node(NodeId.Of(node).Branch, node) + "#", $"{Topics.Root}ha/{node}/#"];

    private async Task PassAsync(IMqttLink link, Func<string, Task> write, CancellationToken ct)
    {
        var skipped = 0L;
        var lines = Channel.CreateBounded<string>(
            new BoundedChannelOptions(LinesMax) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref skipped));
        var reading = ReadAsync(link, lines.Writer, ct);
        await foreach (var line in lines.Reader.ReadAllAsync(ct))
        {
            if (Interlocked.Exchange(ref skipped, 0) is > 0 and var count)
                await write($$"""{"frame":"skipped","count":{{count}}}""");
            await write(line);
        }
        await reading;
    }

    private async Task ReadAsync(IMqttLink link, ChannelWriter<string> lines, CancellationToken ct)
    {
        try
        {
            await foreach (var message in link.Inbox.ReadAllAsync(ct))
                lines.TryWrite(FrameJson.Of(message, time.GetUtcNow()));
        }
        finally
        {
            lines.Complete();
        }
    }
}
