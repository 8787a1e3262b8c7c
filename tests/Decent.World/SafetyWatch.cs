using Decent.Protocol;
using Decent.Protocol.Datagrams;

namespace Decent.World;

/// <summary>
/// What must hold at every step of every world, seen from outside the machines: amplification, cookies, the window of a board, and that nothing
/// grows or repeats without bound. That no wrong byte is accepted, each asker checks itself.
/// </summary>
public sealed class SafetyWatch
{
    private const int CookieMs = 120_000;
    private const int PendingMax = 20_000;

    /// <summary>A mailbox holds the datagrams of two blocks.</summary>
    private const int BoardWindow = 2;

    private const int WantsPerSecondMax = 12;
    private readonly World _world;
    private readonly Dictionary<(WorldEndpoint Asker, WorldEndpoint Peer), Acquaintance> _acquaintances = [];
    private readonly Dictionary<WorldEndpoint, Queue<long>> _wants = [];
    private long _wantNumber = -1;

    internal SafetyWatch(World world)
    {
        _world = world;
        world.Network.Sent += OnSent;
        world.Network.Delivered += OnDelivered;
        world.Clock.Stepped += OnStep;
    }

    /// <summary>Most blocks seen on their way from one board to one asker.</summary>
    public int WidestWindow { get; private set; }

    /// <summary>Bytes that went to an asker which had proved nothing yet, over bytes that came from it; the largest of all, in percent.</summary>
    public long AmplificationPercentMax { get; private set; }

    private void OnDelivered(WorldDatagram datagram)
    {
        if (datagram.Type is not (DatagramType.WantBlocks or DatagramType.WantResource or DatagramType.Get)) return;
        Acquaintance known = Known(datagram.From, datagram.To);
        known.BytesIn += datagram.Bytes.Length;
        if (datagram.Type == DatagramType.Get) known.Shown(_world.Clock.NowMs, datagram.Bytes);
    }

    private void OnSent(WorldDatagram datagram)
    {
        switch (datagram.Type)
        {
            case DatagramType.WantBlocks: OnWant(datagram); break;
            case DatagramType.Get: OnGet(datagram); break;
            case DatagramType.Have: OnHave(datagram); break;
            case DatagramType.Data: OnData(datagram); break;
        }
    }

    private void OnHave(WorldDatagram datagram)
    {
        Acquaintance known = Known(datagram.To, datagram.From);
        known.Baked(_world.Clock.NowMs, datagram.Bytes);
        known.BytesOut += datagram.Bytes.Length;
        if (known.BytesOut > known.BytesIn) throw new SafetyException($"{datagram.From} sent {known.BytesOut} bytes for {known.BytesIn} unproved");
        AmplificationPercentMax = Math.Max(AmplificationPercentMax, known.BytesOut * 100 / known.BytesIn);
    }

    private void OnGet(WorldDatagram datagram)
    {
        WorldPeer? board = _world.Peers.Find(peer => peer.At == datagram.To);
        WorldAsker? asker = _world.Askers.Find(one => one.At == datagram.From);
        if (board == null || asker == null || board.IsEdge) return;
        int open = asker.Quest.Gather.OnTheWay(board.At.Address, board.At.Port);
        WidestWindow = Math.Max(WidestWindow, open);
        if (open > BoardWindow) throw new SafetyException($"{asker.Name} has {open} blocks on their way from {board.Name}");
    }

    private void OnData(WorldDatagram datagram)
    {
        ulong nonce = BitConverter.ToUInt64(datagram.Bytes, 4);
        if (!Known(datagram.To, datagram.From).MayHave(nonce)) throw new SafetyException($"{datagram.From} sent DATA without a good cookie");
    }

    private void OnWant(WorldDatagram datagram)
    {
        if (datagram.Number == _wantNumber || !_world.Askers.Exists(one => one.At == datagram.From)) return;
        _wantNumber = datagram.Number;
        if (!_wants.TryGetValue(datagram.From, out Queue<long>? times)) _wants[datagram.From] = times = new Queue<long>();
        times.Enqueue(datagram.SentMs);
        while (times.Peek() <= datagram.SentMs - 1000) times.Dequeue();
        if (times.Count > WantsPerSecondMax) throw new SafetyException($"{datagram.From} asked {times.Count} times within a second");
    }

    private void OnStep()
    {
        if (_world.Clock.Pending > PendingMax) throw new SafetyException($"{_world.Clock.Pending} events are pending");
    }

    private Acquaintance Known(WorldEndpoint asker, WorldEndpoint peer)
    {
        if (!_acquaintances.TryGetValue((asker, peer), out Acquaintance? known)) _acquaintances[(asker, peer)] = known = new Acquaintance();
        return known;
    }

    /// <summary>What one peer may believe of one asker.</summary>
    private sealed class Acquaintance
    {
        private readonly Dictionary<string, long> _cookies = [];
        private readonly HashSet<ulong> _proved = [];

        public long BytesIn { get; set; }

        public long BytesOut { get; set; }

        public void Baked(long nowMs, byte[] have) => _cookies[Convert.ToHexString(have, 24, Limits.CookieBytes)] = nowMs;

        public void Shown(long nowMs, byte[] get)
        {
            string cookie = Convert.ToHexString(get, 28, Limits.CookieBytes);
            if (_cookies.TryGetValue(cookie, out long bakedMs) && nowMs - bakedMs < CookieMs) _proved.Add(BitConverter.ToUInt64(get, 4));
        }

        public bool MayHave(ulong nonce) => _proved.Contains(nonce);
    }
}
