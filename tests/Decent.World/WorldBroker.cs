using Decent.Peer;

namespace Decent.World;

/// <summary>
/// As much of an MQTT 3.1.1 broker as nodes rely on: retained messages, wills, takeover by the same client id, lost QoS 0 and doubled QoS 1
/// deliveries.
/// </summary>
public sealed class WorldBroker(WorldClock clock, Rng rng)
{
    private readonly SortedDictionary<string, WorldBusClient> _clients = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, BusMessage> _retained = new(StringComparer.Ordinal);

    public int LatencyMs { get; set; } = 5;

    /// <summary>Share of QoS 0 deliveries that get lost, 0 to 100.</summary>
    public int LossPercent { get; set; }

    /// <summary>Share of QoS 1 deliveries that come twice, 0 to 100.</summary>
    public int DuplicatePercent { get; set; }

    /// <summary>Retained messages kept now.</summary>
    public int Retained => _retained.Count;

    /// <summary>Connects; whoever had this id is thrown out, and its will is published.</summary>
    public WorldBusClient Connect(string id, BusMessage? will, Action<BusMessage> receive)
    {
        if (_clients.TryGetValue(id, out WorldBusClient? before)) before.Drop();
        return _clients[id] = new WorldBusClient(this, id, will, receive);
    }

    internal void Publish(BusMessage message)
    {
        if (message.Retain && message.Payload.Length == 0) _retained.Remove(message.Topic);
        else if (message.Retain) _retained[message.Topic] = message;
        foreach (WorldBusClient client in _clients.Values.ToList())
        {
            if (client.Wants(message.Topic)) Deliver(client, message with { Retain = false });
        }
    }

    internal void SendRetained(WorldBusClient client, string filter)
    {
        foreach (BusMessage message in _retained.Values.Where(kept => TopicFilter.Matches(filter, kept.Topic)).ToList()) Deliver(client, message);
    }

    internal void Remove(WorldBusClient client) => _clients.Remove(client.Id);

    private void Deliver(WorldBusClient client, BusMessage message)
    {
        if (message.Qos == 0 && Chance(LossPercent)) return;
        int copies = message.Qos == 1 && Chance(DuplicatePercent) ? 2 : 1;
        for (int i = 0; i < copies; i++) clock.After(LatencyMs, () => client.Receive(message));
    }

    private bool Chance(int percent) => percent > 0 && rng.Below(100) < percent;
}
