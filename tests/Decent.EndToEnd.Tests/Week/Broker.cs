using Decent.Peer;
using Decent.World;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>The simulated broker with a plug: while it is away nobody is connected, and wills of then are never said. It keeps what is retained.</summary>
internal sealed class Broker(Turns turns)
{
    private readonly WorldBroker _broker = new(turns.Clock, new Rng(1));
    private readonly List<WorldBusClient> _clients = [];

    public bool IsAway { get; private set; }

    public event Action? Returned;

    public int Connected => _clients.Count(c => c.IsConnected);

    public int Retained => _broker.Retained;

    /// <summary>Null while it is away.</summary>
    public WorldBusClient? TryConnect(string id, BusMessage? will, Action<BusMessage> receive)
    {
        if (IsAway)
            return null;
        _clients.RemoveAll(c => !c.IsConnected);
        var client = _broker.Connect(id, will, receive);
        _clients.Add(client);
        return client;
    }

    public void Leave()
    {
        IsAway = true;
        _clients.ForEach(c => c.Close());
        _clients.Clear();
    }

    public void Return()
    {
        IsAway = false;
        Returned?.Invoke();
    }
}
