using Decent.Firmware;
using Decent.Firmware.Host.Ports;
using Decent.Peer.BlockCache;
using Decent.Protocol;
using Decent.Protocol.Datagrams;
using Decent.World;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>
/// A real node that holds 64 blocks, and somebody who asks it, in a world of the shared kind. Each commit to flash stops the board for as long as an
/// erase and its programs do, and each datagram keeps it busy.
/// </summary>
internal sealed class BoardInWorld : IDisposable
{
    /// <summary>The research's most for an insert that is not slow.</summary>
    public const int CommitMs = 110;

    private const byte Number = 50;

    public BoardInWorld(ulong seed, Action<NodeOptions>? configure = null, int datagramMs = 0)
    {
        World = new World.World(seed);
        World.Network.Link = new LinkOptions { LatencyMs = 4 };
        Turns = new Turns(World.Clock);
        Blocks = World.MakeBlocks(Limits.WantTagsMax);
        Wanted = World.MakeBlocks(1)[0];
        Http.Add(Wanted);
        var options = new NodeOptions { OfferedBytesPerSecond = 400_000 };
        options.Cache.Layout = SegmentLayout.ForDrive(2 << 20);
        // So that each insert is a commit.
        options.Cache.InsertsPerCommit = 1;
        configure?.Invoke(options);
        Board = new Board(Turns, new Broker(Turns), World.Network, "esp-1", Some.Bytes(32, 1), Number)
        {
            Blocks = Filled(options.Cache, Blocks), Options = options, Edge = Http, CommitMs = CommitMs, DatagramMs = datagramMs, StrideMs = 0,
        };
        Board.Identity.Sources = [Edge.Source];
        Asker = World.AddAsker("asker");
        Board.Plug();
    }

    public World.World World { get; }

    public Turns Turns { get; }

    public Board Board { get; }

    public WorldAsker Asker { get; }

    /// <summary>Has the one block that the board has not, and takes a while.</summary>
    public Edge Http { get; } = new() { LatencyMs = 100 };

    /// <summary>What the board holds from the start.</summary>
    public List<WorldBlock> Blocks { get; }

    public WorldBlock Wanted { get; }

    public void RunTo(long ms) => Turns.RunTo(ms);

    /// <summary>The asker asks for all that the board holds at that time; when it began, and when it was over.</summary>
    public (long BeganMs, long EndedMs) Burst(long atMs)
    {
        RunTo(atMs);
        Asker.Ask(Blocks, instanceReachable: false);
        RunTo(atMs + 5_000);
        Assert.True(Asker.IsOver, World.Trace.ToString());
        return (atMs, Asker.Diary.EndedAtMs);
    }

    /// <summary>Everybody hears a question for these blocks, from a source with that number.</summary>
    public void Question(IReadOnlyList<WorldBlock> blocks, byte from, ulong nonce)
    {
        var want = new WantBlocks { Nonce = nonce, Count = blocks.Count };
        WorldBlock.Tags(blocks).CopyTo(want.Tags, 0);
        var buffer = new byte[Limits.DatagramBytesMax];
        World.Network.SpoofBroadcast(new WorldEndpoint(Decent.World.World.Subnet + from, Limits.PeerPort), buffer[..want.Write(buffer)]);
    }

    public void Dispose()
    {
        Board.Cut();
        RunTo(Turns.NowMs + 1_000);
    }

    private static BoardFlash Filled(BlockCacheOptions options, List<WorldBlock> blocks)
    {
        var flash = new BoardFlash();
        var cache = new BlockCache(options, flash, new HostHmac(), new HostCrc());
        Assert.True(cache.Open());
        foreach (var block in blocks)
            Assert.Equal(InsertOutcome.Stored, cache.Push(0, block.Tag, 0, block.Bytes, block.Bytes.Length, pinned: false));
        Assert.True(cache.Close());
        return flash;
    }
}
