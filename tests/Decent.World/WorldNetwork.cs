using Decent.Peer;
using Decent.Peer.Ports;
using Decent.Protocol;

namespace Decent.World;

/// <summary>Subnets of 24 bits on which every datagram may be late, lost, doubled or overtaken, all by one generator.</summary>
public sealed class WorldNetwork(WorldClock clock, Rng rng)
{
    /// <summary>All subnets of the world have it.</summary>
    public const uint Mask = 0xFFFFFF00;

    private readonly SortedDictionary<ulong, Socket> _sockets = [];
    private readonly Dictionary<(uint From, uint To), LinkOptions> _links = [];
    private readonly Dictionary<uint, int> _islands = [];
    private long _numbers;

    /// <summary>Every way that was not given one of its own.</summary>
    public LinkOptions Link { get; set; } = new();

    /// <summary>Chooses datagrams to lose, one by one; for enumerations.</summary>
    public Func<WorldDatagram, bool>? Loses { get; set; }

    /// <summary>Before anything can happen to it.</summary>
    public event Action<WorldDatagram>? Sent;

    /// <summary>Just before the receiver has it, each copy.</summary>
    public event Action<WorldDatagram>? Delivered;

    public event Action<WorldDatagram>? Lost;

    /// <summary>Opens a socket; what arrives goes to <paramref name="receive"/>.</summary>
    public IDatagramPort Attach(WorldEndpoint at, Action<WorldDatagram> receive)
    {
        Socket socket = new(this, at, receive);
        _sockets[(ulong)at.Address << 16 | at.Port] = socket;
        return socket;
    }

    /// <summary>Gives the way from one address to another its own options.</summary>
    public void SetLink(uint from, uint to, LinkOptions link) => _links[(from, to)] = link;

    /// <summary>Puts an address on an island: it reaches only others on it. Everything is on island 0 at first.</summary>
    public void Isolate(uint address, int island) => _islands[address] = island;

    /// <summary>Ends all partitions and every link's own options.</summary>
    public void Heal()
    {
        _islands.Clear();
        _links.Clear();
        Link = new LinkOptions();
    }

    /// <summary>A datagram whose sender is a lie: what comes back goes to <paramref name="from"/>.</summary>
    public void Spoof(WorldEndpoint from, WorldEndpoint to, byte[] bytes) =>
        Carry(new WorldDatagram(clock.NowMs, from, to, bytes, false) { Number = _numbers++ });

    /// <summary>As <see cref="Spoof"/>, to everybody on the sender's supposed subnet.</summary>
    public void SpoofBroadcast(WorldEndpoint from, byte[] bytes) => Broadcast(from, bytes);

    private void Broadcast(WorldEndpoint from, byte[] bytes)
    {
        long number = _numbers++;
        foreach (Socket socket in _sockets.Values)
        {
            bool hears = socket.At.Port == Limits.PeerPort && socket.At != from && (socket.At.Address & Mask) == (from.Address & Mask);
            if (hears) Carry(new WorldDatagram(clock.NowMs, from, socket.At, bytes, true) { Number = number });
        }
    }

    private void Carry(WorldDatagram datagram)
    {
        if (datagram.Bytes.Length is 0 or > Limits.DatagramBytesMax) throw new SafetyException($"a datagram of {datagram.Bytes.Length} bytes");
        Sent?.Invoke(datagram);
        LinkOptions link = _links.GetValueOrDefault((datagram.From.Address, datagram.To.Address), Link);
        int copies = Chance(link.DuplicatePercent) ? 2 : 1;
        bool parted = _islands.GetValueOrDefault(datagram.From.Address) != _islands.GetValueOrDefault(datagram.To.Address);
        if (parted || Chance(link.LossPercent) || (Loses != null && Loses(datagram)))
        {
            Lost?.Invoke(datagram);
            return;
        }

        for (int i = 0; i < copies; i++) clock.After(DelayMs(link), () => Deliver(datagram));
    }

    private void Deliver(WorldDatagram datagram)
    {
        if (!_sockets.TryGetValue((ulong)datagram.To.Address << 16 | datagram.To.Port, out Socket? socket)) return;
        Delivered?.Invoke(datagram);
        socket.Receive(datagram);
    }

    private int DelayMs(LinkOptions link) =>
        link.LatencyMs + (link.JitterMs > 0 ? rng.Below(link.JitterMs + 1) : 0) + (Chance(link.ReorderPercent) ? link.ReorderMs : 0);

    private bool Chance(int percent) => percent > 0 && rng.Below(100) < percent;

    private sealed class Socket(WorldNetwork network, WorldEndpoint at, Action<WorldDatagram> receive) : IDatagramPort
    {
        public WorldEndpoint At => at;

        public void Receive(WorldDatagram datagram) => receive(datagram);

        public void Send(uint address, ushort port, byte[] buffer, int count) => network.Carry(
            new WorldDatagram(network.NowMs, at, new WorldEndpoint(address, port), buffer[..count], false) { Number = network._numbers++ });

        public void Broadcast(byte[] buffer, int count) => network.Broadcast(at, buffer[..count]);
    }

    private long NowMs => clock.NowMs;
}
