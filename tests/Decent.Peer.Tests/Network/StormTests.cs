using Decent.Peer.Answering;
using Decent.Peer.Lookup;
using Decent.Protocol;
using Decent.Protocol.Datagrams;
using Decent.World;

namespace Decent.Peer.Tests.Network;

/// <summary>500 broadcast questions a second for ten seconds, from one source or from many invented ones.</summary>
public sealed class StormTests(ITestOutputHelper output)
{
    private const int Seconds = 10;
    private const int PerSecond = 500;

    /// <summary>One ByteReader, gone with the datagram.</summary>
    private const int ReaderBytes = 48;

    private readonly World.World _world = new(3);
    private readonly Dictionary<WorldEndpoint, int> _haves = [];

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    public void The_buckets_hold_and_an_honest_asker_is_served_afterwards(int sources)
    {
        (WorldPeer board, WorldAsker asker, List<WorldBlock> blocks) = Set();
        Storm(blocks, sources);
        _world.Clock.RunTo(Seconds * 1_000);
        int all = _haves.Values.Sum();
        output.WriteLine($"{sources} sources: {all} HAVEs, most to one {_haves.Values.Max()}, {board.Responder.Counts.Limited} dropped by a limit");
        Assert.InRange(all, 1, 60 * (Seconds + 1));
        Assert.InRange(_haves.Values.Max(), 1, 20 * (Seconds + 1));
        Assert.Equal((uint)(Seconds * PerSecond), board.Responder.Counts.Haves + board.Responder.Counts.Limited);
        _world.Clock.RunTo(Seconds * 1_000 + 1_000);
        asker.Ask(blocks, instanceReachable: false);
        Assert.True(_world.Clock.RunUntil(() => asker.IsOver, _world.Clock.NowMs + 200));
        Assert.Equal(LookupStep.Found, asker.Diary.End);
    }

    [Fact]
    public void One_noisy_source_leaves_the_others_their_share_while_it_lasts()
    {
        (_, WorldAsker asker, List<WorldBlock> blocks) = Set();
        Storm(blocks, 1);
        _world.Clock.RunTo(5_000);
        asker.Ask(blocks, instanceReachable: false);
        Assert.True(_world.Clock.RunUntil(() => asker.IsOver, 5_200));
        Assert.Equal(LookupStep.Found, asker.Diary.End);
    }

    [Fact]
    public void What_a_limit_drops_costs_no_hash_and_only_the_object_that_reads_it()
    {
        CountedHmac hmac = new();
        LocalPrefixes local = new();
        local.Add(0x0A000001, 0xFFFFFF00);
        WorldBlock block = WorldBlock.Random(new Rng(1), 100);
        WorldStore store = new();
        store.Add(block);
        Responder responder = new(new ResponderOptions(), store, null, new SentDatagrams(), hmac, local, new Rng(1), Some.Secret);
        byte[] want = Some.Want([block]);
        for (uint i = 0; i < 200; i++) responder.Receive(0, 0x0A000001 + i, Limits.PeerPort, want, want.Length);
        Assert.Equal(60, hmac.Count);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (uint i = 0; i < 5_000; i++) responder.Receive(0, 0x0A000001 + i % 250, Limits.PeerPort, want, want.Length);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 5_000, 0, ReaderBytes);
        Assert.Equal(60, hmac.Count);
    }

    private (WorldPeer Board, WorldAsker Asker, List<WorldBlock> Blocks) Set()
    {
        WorldPeer board = _world.AddBoard("lamp");
        WorldAsker asker = _world.AddAsker("asker");
        List<WorldBlock> blocks = _world.MakeBlocks(8);
        foreach (WorldBlock block in blocks) board.Store.Add(block);
        _world.Network.Sent += datagram =>
        {
            if (datagram.Type == DatagramType.Have) _haves[datagram.To] = _haves.GetValueOrDefault(datagram.To) + 1;
        };
        return (board, asker, blocks);
    }

    private void Storm(List<WorldBlock> blocks, int sources)
    {
        for (int i = 0; i < Seconds * PerSecond; i++)
        {
            WorldEndpoint source = new((uint)(0x0A000020 + i % sources), Limits.PeerPort);
            byte[] want = Some.Want(blocks, nonce: (ulong)i + 1);
            _world.Clock.At(i * 1_000L / PerSecond, () => _world.Network.SpoofBroadcast(source, want));
        }
    }
}
