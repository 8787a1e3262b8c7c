using Decent.World;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>One connection to <see cref="Broker"/>. While the broker stands still, what its client does reaches it later.</summary>
internal sealed class BrokerClient(Broker broker, WorldBusClient client)
{
    private readonly Queue<BusMessage> _late = [];
    private bool _left;
    private bool _saidGoodbye;

    public bool IsConnected => !_left && client.IsConnected;

    public void Subscribe(string filter) => client.Subscribe(filter);

    /// <summary>Whether it went into the socket.</summary>
    public bool Publish(BusMessage message)
    {
        if (!IsConnected || !broker.IsStill)
            return IsConnected && client.Publish(message);
        _late.Enqueue(message);
        return true;
    }

    /// <summary>Says goodbye: no will.</summary>
    public void Close()
    {
        _saidGoodbye |= !_left;
        Leave();
    }

    /// <summary>Vanishes: the broker publishes the will.</summary>
    public void Drop() => Leave();

    public void CatchUp()
    {
        while (_late.TryDequeue(out var message))
            client.Publish(message);
        if (_left)
            Leave();
    }

    private void Leave()
    {
        _left = true;
        if (broker.IsStill)
            return;
        if (_saidGoodbye)
            client.Close();
        else
            client.Drop();
    }
}
