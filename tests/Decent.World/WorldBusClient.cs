namespace Decent.World;

/// <summary>One connection to <see cref="WorldBroker"/>, over when it is dropped or closed.</summary>
public sealed class WorldBusClient
{
    private readonly WorldBroker _broker;
    private readonly BusMessage? _will;
    private readonly Action<BusMessage> _receive;
    private readonly List<string> _filters = [];

    internal WorldBusClient(WorldBroker broker, string id, BusMessage? will, Action<BusMessage> receive)
    {
        _broker = broker;
        _will = will;
        _receive = receive;
        Id = id;
    }

    public string Id { get; }

    public bool IsConnected { get; private set; } = true;

    /// <summary>What is retained under the filter comes at once.</summary>
    public void Subscribe(string filter)
    {
        if (!IsConnected) return;
        _filters.Add(filter);
        _broker.SendRetained(this, filter);
    }

    /// <summary>Whether the broker took it; after the connection's end it is lost.</summary>
    public bool Publish(BusMessage message)
    {
        if (IsConnected) _broker.Publish(message);
        return IsConnected;
    }

    /// <summary>Says goodbye: no will.</summary>
    public void Close()
    {
        if (!IsConnected) return;
        IsConnected = false;
        _broker.Remove(this);
    }

    /// <summary>Vanishes: the broker publishes the will.</summary>
    public void Drop()
    {
        if (!IsConnected) return;
        Close();
        if (_will != null) _broker.Publish(_will);
    }

    internal bool Wants(string topic) => _filters.Exists(filter => TopicFilter.Matches(filter, topic));

    internal void Receive(BusMessage message)
    {
        if (IsConnected) _receive(message);
    }
}
