using Decent.Peer;
using Decent.World;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>
/// The simulated broker with a plug, which it keeps what is retained over. While it is away nobody is connected, and wills of then are never said.
/// While it stands still it accepts and never answers: connections stand, new ones hang, and what is said lies in the sockets until it goes on.
/// </summary>
internal sealed class Broker(Turns turns)
{
    /// <summary>How long a client waits for the answer to a ping, its keep-alive included.</summary>
    public const int PatienceMs = 90_000;

    /// <summary>How long a client waits for the broker to accept it.</summary>
    public const int ConnectMs = 30_000;

    private readonly WorldBroker _broker = new(turns.Clock, new Rng(1));
    private readonly List<BrokerClient> _clients = [];
    private int _stills;

    public bool IsAway { get; private set; }

    public bool IsStill { get; private set; }

    /// <summary>It answers again, after whatever it was.</summary>
    public event Action? Returned;

    public int Connected => _clients.Count(c => c.IsConnected);

    public int Retained => _broker.Retained;

    /// <summary>Null while it does not answer.</summary>
    public BrokerClient? TryConnect(string id, BusMessage? will, Action<BusMessage> receive)
    {
        if (IsAway || IsStill)
            return null;
        _clients.RemoveAll(c => !c.IsConnected);
        var client = new BrokerClient(this, _broker.Connect(id, will, receive));
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

    public void StandStill()
    {
        IsStill = true;
        var still = ++_stills;
        turns.Clock.After(PatienceMs, () =>
        {
            if (IsStill && still == _stills)
                _clients.ForEach(c => c.Drop());
        });
    }

    /// <summary>It reads what lies in the sockets, finds whom it lost meanwhile, and says their wills.</summary>
    public void GoOn()
    {
        IsStill = false;
        foreach (var client in _clients.ToList())
            client.CatchUp();
        Returned?.Invoke();
    }
}
