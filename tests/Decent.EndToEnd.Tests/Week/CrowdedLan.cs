using Decent.Firmware.Host.Ports;
using Decent.Peer;
using Decent.Peer.Answering;
using Decent.Peer.Ports;
using Decent.Protocol;
using Decent.World;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>
/// Boards on one LAN with one edge, one broker, one instance and a neighbour who asks ten times a second. Half of the boards know the edge's HTTP, where
/// some of the blocks are that nobody has on the LAN at first, and half of these have so little memory that they ask there at once. Everything in it can
/// be weighed.
/// </summary>
internal sealed class CrowdedLan : IDisposable
{
    public const int Blocks = 60;
    private const int LanBlocks = 45;
    private const int QuietMs = 3_000;
    private const int LooksMs = 5_000;
    private const int LookEveryMs = 200;
    private readonly WorldNetwork _network;

    /// <summary><paramref name="hmac"/> makes each board's, by its number from 1.</summary>
    public CrowdedLan(int boards, Func<int, IHmac>? hmac = null)
    {
        Broker = new Broker(Turns);
        Instance = new Instance(Turns, Broker);
        _network = new WorldNetwork(Turns.Clock, new Rng(3));
        var rng = new Rng(4);
        var blocks = Enumerable.Range(0, Blocks).Select(_ => WorldBlock.Random(rng, Limits.BlockBytesMax)).ToList();
        Edge = new WorldPeer(Turns.Clock, _network, "edge", new WorldEndpoint(World.World.Subnet + 100, Limits.PeerPort),
            new ResponderOptions { Node = 9, AvascMilli = 1_000_000, HttpPort = Limits.EdgeHttpPort, BytesPerSecond = 20_000_000 }, 5);
        foreach (var block in blocks[^LanBlocks..])
            Edge.Store.Add(block);
        blocks.ForEach(Http.Add);
        for (var i = 1; i <= boards; i++)
            Boards.Add(Plugged((byte)i, hmac?.Invoke(i) ?? new HostHmac()));
        Neighbour = new Neighbour(Turns.Clock, _network, 101, blocks, pauseMs: 100);
    }

    public Turns Turns { get; } = new();

    public Broker Broker { get; }

    public Instance Instance { get; }

    /// <summary>The edge as the LAN hears it, and as HTTP does.</summary>
    public WorldPeer Edge { get; }

    public Edge Http { get; } = new();

    public List<Board> Boards { get; } = [];

    public Neighbour Neighbour { get; }

    /// <summary>
    /// What everything takes at that time. Nobody asks for a moment then, and of many looks the least counts: a block on its way takes some kilobytes as
    /// long as it is on its way.
    /// </summary>
    public Weights Weigh(long atMs)
    {
        Turns.RunTo(atMs - LooksMs - QuietMs);
        Neighbour.IsQuiet = true;
        Turns.RunTo(atMs - LooksMs);
        var least = Look();
        while (Turns.NowMs < atMs)
        {
            Turns.RunTo(Turns.NowMs + LookEveryMs);
            least = least.Least(Look());
        }
        Neighbour.IsQuiet = false;
        return least;
    }

    private Weights Look()
    {
        int[] boards = [.. Boards.Select(b => b.HeapBytes)];
        var edge = NanoHeap.Of(Edge, Turns.Clock, _network).Bytes;
        // What stands in flash is no memory, though it is here.
        var process = Weights.OfProcess() - Boards.Sum(b => b.Blocks.BytesHere + b.Journal.BytesHere);
        return new Weights(boards, edge, process, Turns.Clock.Pending);
    }

    public void Dispose()
    {
        Boards.ForEach(b => b.Cut());
        Turns.RunTo(Turns.NowMs + 1_000);
        Instance.Dispose();
    }

    private Board Plugged(byte number, IHmac hmac)
    {
        var name = $"esp-{number}";
        var key = Some.Bytes(32, number);
        Instance.Enrol(name, key);
        var board = new Board(Turns, Broker, _network, name, key, number)
        {
            StrideMs = 100, Edge = Http, Hmac = hmac, FreeBytes = number % 4 == 0 ? 13_000u : 0,
        };
        if (number % 2 == 0)
            board.Identity.Sources = [Week.Edge.Source];
        Turns.Clock.At(number * 50, board.Plug);
        return board;
    }
}
