using Decent.Hosting.Identity;
using Decent.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Bench.Relaying;

/// <summary>Many nodes at one broker: a link of libmosquitto each, subscribed to the same filter.</summary>
public sealed class Fleet : IAsyncDisposable
{
    private const int AtOnce = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly List<Task> _readers = [];
    private Arrivals? _expected;

    private Fleet(IReadOnlyList<IMqttLink> links) => Links = links;

    /// <summary>One a node.</summary>
    public IReadOnlyList<IMqttLink> Links { get; }

    /// <summary>Connects all, and returns when all are subscribed.</summary>
    public static async Task<Fleet> ConnectAsync(IEnumerable<NodeCredentials> nodes, string filter, CancellationToken ct)
    {
        List<IMqttLink> links = [];
        Fleet fleet = new(links);
        foreach (NodeCredentials[] some in nodes.Chunk(AtOnce))
        {
            IMqttLink[] opened = [.. some.Select(Open)];
            links.AddRange(opened);
            await Task.WhenAll(opened.Select(link => link.WaitForAsync(MqttLinkState.Connected, ct).WaitAsync(Patience, TimeProvider.System, ct)));
            await Task.WhenAll(opened.Select(link => link.SubscribeAsync(filter, MqttQos.AtLeastOnce, ct).AsTask()));
            fleet._readers.AddRange(opened.Select(fleet.ReadAsync));
        }

        return fleet;
    }

    /// <summary>The next message is waited for at every node.</summary>
    public Arrivals Expect() => _expected = new Arrivals(Links.Count);

    public async ValueTask DisposeAsync()
    {
        foreach (IMqttLink[] some in Links.Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(link => link.DisposeAsync().AsTask()));
        }

        await Task.WhenAll(_readers);
    }

    private static IMqttLink Open(NodeCredentials node)
    {
        string[] broker = node.Broker.Split(':');
        return MqttLinks.Create(
            new MqttLinkOptions
            {
                Host = broker[0],
                Port = int.Parse(broker[1], System.Globalization.CultureInfo.InvariantCulture),
                ClientId = node.Name,
                UserName = node.Name,
                Password = node.MqttSecret,
            },
            TimeProvider.System,
            NullLogger.Instance);
    }

    private async Task ReadAsync(IMqttLink link)
    {
        await foreach (MqttMessage message in link.Inbox.ReadAllAsync())
        {
            if (!message.Retain)
            {
                _expected?.Count();
            }
        }
    }
}
