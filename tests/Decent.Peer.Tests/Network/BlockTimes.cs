using Decent.Protocol.Datagrams;
using Decent.World;

namespace Decent.Peer.Tests.Network;

/// <summary>
/// How long blocks take from a known holder: from the first GET of each to the last byte that verified it, over many batches from one board.
/// </summary>
internal sealed class BlockTimes
{
    private const int BatchBlocks = 32;

    /// <summary>A board gives 400,000 content bytes a second; the pause refills its bucket.</summary>
    private const int PauseMs = 1_000;

    private readonly World.World _world;
    private readonly WorldAsker _asker;
    private readonly WorldPeer _board;
    private readonly List<WorldBlock> _blocks;
    private readonly Dictionary<string, long> _asked = [];

    public BlockTimes(ulong seed, LinkOptions link)
    {
        _world = new World.World(seed);
        _world.Network.Link = link;
        _board = _world.AddBoard("lamp");
        _asker = _world.AddAsker("asker");
        _blocks = _world.MakeBlocks(BatchBlocks);
        foreach (WorldBlock block in _blocks) _board.Store.Add(block);
        _world.Network.Sent += OnSent;
        _asker.Took += block => Ms.Add(_world.Clock.NowMs - _asked[_blocks[block].Key]);
    }

    /// <summary>One for each block.</summary>
    public List<long> Ms { get; } = [];

    /// <summary>From the question to the last block of each batch.</summary>
    public List<long> BatchMs { get; } = [];

    public int Gets { get; private set; }

    public int Chunks { get; private set; }

    public double ChunksPerBlock => Chunks / (double)Ms.Count;

    public double MeanMs => Ms.Average();

    public long PercentileMs(int percent)
    {
        List<long> sorted = [.. Ms.Order()];
        return sorted[Math.Min(sorted.Count - 1, sorted.Count * percent / 100)];
    }

    public BlockTimes Run(int batches)
    {
        for (int i = 0; i < batches; i++)
        {
            _asked.Clear();
            long startMs = _world.Clock.NowMs;
            _asker.Ask(_blocks, instanceReachable: false);
            Assert.True(_world.Clock.RunUntil(() => _asker.IsOver, startMs + 60_000), $"batch {i}\n{_world.Trace}");
            BatchMs.Add(_world.Clock.NowMs - startMs);
            _world.Clock.RunTo(_world.Clock.NowMs + PauseMs);
        }

        return this;
    }

    private void OnSent(WorldDatagram datagram)
    {
        if (datagram.Type == DatagramType.Data) Chunks++;
        if (datagram.Type != DatagramType.Get) return;
        Gets++;
        Get get = new();
        Assert.True(get.TryRead(datagram.Bytes, datagram.Bytes.Length));
        _asked.TryAdd(Convert.ToHexString(get.Tag), datagram.SentMs);
    }
}
