using Decent.Peer.Lookup;
using Decent.Protocol;

namespace Decent.World;

/// <summary>
/// A short story in a world of its own: who is there, what they hold, what goes wrong and when, and then the lookup. Peers and blocks are named as
/// the story goes.
/// </summary>
public sealed class Scenario
{
    private readonly List<WorldBlock> _blocks;
    private uint _thresholdMilli = 1_000;
    private bool _instanceReachable = true;

    /// <summary>A world in which somebody wants <paramref name="blocks"/> blocks of <paramref name="length"/> bytes; nobody holds them yet.</summary>
    public Scenario(int blocks = 1, int length = Limits.BlockBytesMax, ulong seed = 1)
    {
        World = new World(seed);
        _blocks = World.MakeBlocks(blocks, length);
        Asker = World.AddAsker("asker");
    }

    public World World { get; }

    public WorldAsker Asker { get; }

    public IReadOnlyList<WorldBlock> Blocks => _blocks;

    public WorldPeer this[string name] => World.Peers.Find(peer => peer.Name == name) ?? throw new ArgumentException($"Nobody is called {name}.");

    /// <summary>A board; it holds all blocks unless told which.</summary>
    public Scenario Board(string name, PeerFault fault = PeerFault.None, uint avascMilli = 7_500, params int[] holds) =>
        Fill(World.AddBoard(name, avascMilli), fault, holds);

    public Scenario Edge(string name, PeerFault fault = PeerFault.None, params int[] holds) => Fill(World.AddEdge(name), fault, holds);

    /// <summary>The instance has all blocks unless told which.</summary>
    public Scenario Instance(InstanceMood mood = InstanceMood.Up, int delayMs = 80, params int[] holds)
    {
        World.Instance.Mood = mood;
        World.Instance.DelayMs = delayMs;
        foreach (int block in Chosen(holds)) World.Instance.Add(_blocks[block]);
        return this;
    }

    /// <summary>Nothing is known of the instance: the lookup does not wait for it.</summary>
    public Scenario WithoutInstance()
    {
        _instanceReachable = false;
        World.Instance.Mood = InstanceMood.Away;
        return this;
    }

    public Scenario Threshold(uint milli)
    {
        _thresholdMilli = milli;
        return this;
    }

    public Scenario Network(LinkOptions link)
    {
        World.Network.Link = link;
        return this;
    }

    public Scenario When(long atMs, Action<Scenario> happens)
    {
        World.Clock.At(atMs, () => happens(this));
        return this;
    }

    /// <summary>Asks now and lets the world run until the lookup is over or the limit is reached.</summary>
    public Scenario Run(long limitMs = 5_000)
    {
        Asker.Ask(_blocks, _thresholdMilli, _instanceReachable);
        World.Clock.RunUntil(() => Asker.IsOver, World.Clock.NowMs + limitMs);
        return this;
    }

    /// <summary>The blocks that arrived.</summary>
    public int Arrived => Enumerable.Range(0, _blocks.Count).Count(Asker.Has);

    public LookupStep End => Asker.Diary.End;

    private Scenario Fill(WorldPeer peer, PeerFault fault, int[] holds)
    {
        foreach (int block in Chosen(holds)) peer.Store.Add(_blocks[block]);
        peer.Fault = fault;
        return this;
    }

    private IEnumerable<int> Chosen(int[] holds) => holds.Length == 0 ? Enumerable.Range(0, _blocks.Count) : holds;
}
