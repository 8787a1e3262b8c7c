using Decent.Peer;
using Decent.Peer.Answering;
using Decent.Protocol;

namespace Decent.World;

/// <summary>One LAN, its nodes and the way to the instance, wholly determined by a seed.</summary>
public sealed class World
{
    /// <summary>10.0.0.0/24, where nodes are put unless told otherwise.</summary>
    public const uint Subnet = 0x0A000000;

    private uint _next = 1;

    public World(ulong seed)
    {
        Seed = seed;
        Rng = new Rng(unchecked(seed * 0x9E3779B97F4A7C15UL + 0x1234567));
        Network = new WorldNetwork(Clock, new Rng(Rng.Next()));
        Trace = new Trace(Clock, Network);
        Instance = new WorldInstance(Clock);
        Watch = new SafetyWatch(this);
    }

    public ulong Seed { get; }

    /// <summary>For choices about the world; the network, peers and askers have their own.</summary>
    public Rng Rng { get; }

    public WorldClock Clock { get; } = new();

    public WorldNetwork Network { get; }

    public Trace Trace { get; }

    public WorldInstance Instance { get; }

    /// <summary>Checks at every step what must hold at every step.</summary>
    public SafetyWatch Watch { get; }

    public List<WorldPeer> Peers { get; } = [];

    public List<WorldAsker> Askers { get; } = [];

    public WorldPeer AddBoard(string name, uint avascMilli = 7_500) => AddPeer(name, new ResponderOptions { AvascMilli = avascMilli });

    /// <summary>A Raspberry Pi: a larger window and a higher byte rate.</summary>
    public WorldPeer AddEdge(string name) => AddPeer(name, new ResponderOptions
    {
        AvascMilli = 1_000_000,
        HttpPort = Limits.EdgeHttpPort,
        BytesPerSecond = 20_000_000,
    });

    public WorldPeer AddPeer(string name, ResponderOptions options)
    {
        options.Node = Rng.Next();
        WorldPeer peer = new(Clock, Network, name, NextEndpoint(), options, Rng.Next());
        Peers.Add(peer);
        Trace.Name(peer.At, name);
        return peer;
    }

    public WorldAsker AddAsker(string name, uint subnet = Subnet, int peersMax = 32)
    {
        WorldEndpoint at = NextEndpoint() with { };
        at = at with { Address = at.Address - Subnet + subnet };
        WorldAsker asker = new(this, name, at, Rng.Next()) { Peers = new(peersMax) };
        Askers.Add(asker);
        Trace.Name(at, name);
        return asker;
    }

    public List<WorldBlock> MakeBlocks(int count, int length = Limits.BlockBytesMax) =>
        [.. Enumerable.Range(0, count).Select(_ => WorldBlock.Random(Rng, length))];

    private WorldEndpoint NextEndpoint() => new(Subnet + _next++, Limits.PeerPort);
}
