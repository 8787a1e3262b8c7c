using Decent.Mqtt;

namespace Decent.Instance.Broker;

/// <summary>Opens the instance's connections to its broker: one for what it says and one for what it hears, so that neither waits for the other.</summary>
public sealed class InstanceBus(InstanceBroker broker, InstanceIdentity identity, TimeProvider time, ILoggerFactory logs)
{
    // On loopback and beside few others: a broker that was started again is found at once.
    private const int ReconnectMinMs = 200;
    private const int ReconnectMaxMs = 10_000;

    private readonly Lock _gate = new();
    private readonly List<IMqttLink> _links = [];

    /// <summary>What people are told of the broker: none, connected or away.</summary>
    public string State
    {
        get
        {
            lock (_gate)
                return broker.Address is null ? "none" : _links.TrueForAll(l => l.State == MqttLinkState.Connected) ? "connected" : "away";
        }
    }

    /// <summary>A link that connects by itself. Only after the broker has started.</summary>
    /// <param name="role">Tells the connections of one instance apart, <c>[a-z0-9]</c>.</param>
    /// <param name="inbox">Messages kept for a slow reader.</param>
    /// <param name="will">Published by the broker when the link breaks; null for none.</param>
    /// <exception cref="InvalidOperationException">There is no broker.</exception>
    /// <exception cref="MqttSetupException">libmosquitto is missing.</exception>
    public IMqttLink Open(string role, int inbox, MqttMessage? will)
    {
        var link = Make(role, inbox, will);
        lock (_gate)
            _links.Add(link);
        return link;
    }

    /// <summary>A link that comes and goes with a person's wish, and says nothing of how the instance is.</summary>
    /// <param name="role">As for <see cref="Open"/>.</param>
    /// <param name="inbox">Messages kept for a slow reader.</param>
    public IMqttLink OpenAside(string role, int inbox) => Make(role, inbox, will: null);

    /// <summary>
    /// Ends the session that the managed broker keeps for a node, and its connection if there is one: what it had subscribed to would be kept for whoever
    /// has its name next.
    /// </summary>
    public async Task EndSessionAsync(string node, CancellationToken ct)
    {
        // The owner's listener leaves clients their ids, and a clean start under an id takes the place of what was there.
        await using var link = MakeAs(node, inbox: 1, will: null);
        await link.WaitForAsync(MqttLinkState.Connected, ct);
        await link.CloseAsync(last: null, ct);
    }

    private IMqttLink Make(string role, int inbox, MqttMessage? will) => MakeAs($"{BrokerRules.Owner}.{identity.Id}.{role}", inbox, will);

    private IMqttLink MakeAs(string clientId, int inbox, MqttMessage? will)
    {
        var address = broker.Address ?? throw new InvalidOperationException("The instance has no broker, or it has not started yet.");
        return MqttLinks.Create(
            new MqttLinkOptions
            {
                Host = address.Host,
                Port = address.Port,
                UserName = address.User,
                Password = address.Password,
                CaFile = address.CaFile,
                ClientId = clientId,
                InboxCapacity = inbox,
                Will = will,
                ReconnectMinMs = ReconnectMinMs,
                ReconnectMaxMs = ReconnectMaxMs,
            },
            time, logs.CreateLogger<IMqttLink>());
    }
}
