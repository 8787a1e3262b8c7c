using Decent.Hosting.Identity;
using Decent.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Bench.Relaying;

/// <summary>Mosquitto with the same configuration, users and rules, and nothing of ours beside it: one who publishes, and the nodes.</summary>
public sealed class PlainBroker : IAsyncDisposable
{
    /// <summary>What is published on.</summary>
    public const string Topic = "plain/news";

    private const string Publisher = "plain.publisher";
    private readonly MosquittoBroker _broker;

    private PlainBroker(MosquittoBroker broker, IMqttLink link) => (_broker, Link) = (broker, link);

    /// <summary>Who publishes.</summary>
    public IMqttLink Link { get; }

    /// <summary>Process of the broker.</summary>
    public int ProcessId => _broker.ProcessId ?? throw new InvalidOperationException("The broker ended.");

    /// <summary>Starts it for the same nodes.</summary>
    public static async Task<PlainBroker> StartAsync(string folder, IEnumerable<NodeCredentials> nodes, CancellationToken ct)
    {
        const string secret = "plain-publisher-of-a-benchmark";
        MosquittoOptions options = new()
        {
            Folder = folder,
            Users = [MosquittoUser.WithPassword(Publisher, secret), .. nodes.Select(node => MosquittoUser.WithPassword(node.Name, node.MqttSecret))],
            Acl = $"user {Publisher}\ntopic readwrite {Topic}\npattern read {Topic}\n",
        };
        MosquittoBroker broker = await MosquittoBroker.StartAsync(options, TimeProvider.System, NullLogger.Instance, ct);
        MqttLinkOptions own = new() { Host = "127.0.0.1", Port = broker.Port, ClientId = Publisher, UserName = Publisher, Password = secret };
        IMqttLink link = MqttLinks.Create(own, TimeProvider.System, NullLogger.Instance);
        await link.WaitForAsync(MqttLinkState.Connected, ct);
        return new PlainBroker(broker, link);
    }

    /// <summary>The same node, at this broker.</summary>
    public NodeCredentials Here(NodeCredentials node) => node with { Broker = $"127.0.0.1:{_broker.Port}" };

    public async ValueTask DisposeAsync()
    {
        await Link.DisposeAsync();
        await _broker.DisposeAsync();
    }
}
