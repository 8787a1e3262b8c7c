using Decent.Hosting;
using Decent.Peer;
using Decent.Peer.Answering;
using Decent.Protocol;
using Decent.World;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>Twenty boards on one LAN with one edge, one broker and one instance.</summary>
public sealed class TwentyBoardsTests(ITestOutputHelper output) : IDisposable
{
    private const int Count = 20;
    private const int GrowthBytesMax = 100_000;
    private readonly Turns _turns = new();
    private readonly List<Board> _boards = [];
    private Instance? _instance;

    public void Dispose()
    {
        _boards.ForEach(b => b.Cut());
        _turns.RunTo(_turns.NowMs + 1_000);
        _instance?.Dispose();
    }

    [Fact]
    public void Ten_minutes_of_questions_leave_no_growth_in_memory()
    {
        var broker = new Broker(_turns);
        _instance = new Instance(_turns, broker);
        var network = new WorldNetwork(_turns.Clock, new Rng(3));
        var rng = new Rng(4);
        var blocks = Enumerable.Range(0, 60).Select(_ => WorldBlock.Random(rng, Limits.BlockBytesMax)).ToList();
        var edge = new WorldPeer(_turns.Clock, network, "edge", new WorldEndpoint(World.World.Subnet + 100, Limits.PeerPort),
            new ResponderOptions { Node = 9, AvascMilli = 1_000_000, HttpPort = Limits.EdgeHttpPort, BytesPerSecond = 20_000_000 }, 5);
        blocks.ForEach(edge.Store.Add);
        for (var i = 1; i <= Count; i++)
            _boards.Add(Plugged(broker, network, (byte)i));
        var neighbour = new Neighbour(_turns.Clock, network, 101, blocks, pauseMs: 100);

        _turns.RunTo(120_000);
        var early = (Bytes: GC.GetTotalMemory(forceFullCollection: true), _turns.Clock.Pending);
        _turns.RunTo(600_000);
        var late = (Bytes: GC.GetTotalMemory(forceFullCollection: true), _turns.Clock.Pending);
        output.WriteLine($"managed bytes {early.Bytes:N0} at minute 2, {late.Bytes:N0} at minute 10; events planned {early.Pending}, {late.Pending}; "
            + $"messages waiting at a board {_boards.Max(b => b.Bus!.InboxMost)} at most");
        output.WriteLine($"{neighbour.Asked} questions, {neighbour.Answered} answered, {neighbour.Chunks} datagrams of blocks; "
            + $"{_boards.Sum(b => b.Node!.BlocksHeld)} blocks held, {_boards.Sum(b => (long)b.Node!.Given!.BlocksServed)} given by boards");
        Assert.InRange(late.Bytes, 0, early.Bytes + GrowthBytesMax);
        Assert.InRange(late.Pending, 0, early.Pending + Count * 4);
        Assert.All(_boards, b => Assert.True(b.Node!.IsOnBus && b.Bus!.InboxMost <= 8 && b.Node.Given!.Haves > 0));
        Assert.Equal((Count + 1, Count), (broker.Connected, broker.Retained));
        Assert.Equal(Count, _instance.Opened.Count);
        Assert.True(neighbour.Answered > neighbour.Asked * 9 / 10 && _boards.Sum(b => (long)b.Node!.Given!.BlocksServed) > 100);
    }

    private Board Plugged(Broker broker, WorldNetwork network, byte number)
    {
        var name = $"esp-{number}";
        var key = Some.Bytes(32, number);
        _instance!.Enrol(name, key);
        var board = new Board(_turns, broker, network, name, key, number) { StrideMs = 100 };
        _turns.Clock.At(number * 50, board.Plug);
        return board;
    }
}
