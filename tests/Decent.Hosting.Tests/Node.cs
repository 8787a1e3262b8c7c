using Decent.Content;
using Decent.Hosting.Lan;
using Decent.Hosting.Peers;
using Decent.Peer.Answering;
using Decent.Peer.Lookup;
using Decent.Peer.Ports;
using Decent.Protocol.Datagrams;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Hosting.Tests;

/// <summary>A node of the LAN with blocks in memory; also the sink of its own questions.</summary>
internal sealed class Node : IBlockSource, IResourceSource, IBlockSink, IAsyncDisposable
{
    private readonly Dictionary<string, byte[]> _blocks = [];

    public Node(Lan lan, int questsMax = 8, int sleepersMax = 64, int datagramsMax = 4096, int blocks = 0, ushort httpPort = 0,
        LookupOptions? lookup = null)
    {
        for (int i = 0; i < blocks; i++)
        {
            _blocks[Convert.ToHexString(Tag(i))] = Block(i);
        }

        ResponderOptions answering = new() { Node = 1, AvascMilli = 750_000, WantsInAll = 6000, WantsPerSource = 6000,
            BytesPerSecond = 100_000_000, HttpPort = httpPort };
        PeerLoopOptions options = new()
        {
            Answering = answering, QuestsMax = questsMax, SleepersMax = sleepersMax, DatagramsMax = datagramsMax,
            Lookup = lookup ?? PeerLoopOptions.Ladder(),
        };
        Port = new UdpPort(lan.Next(), NullLogger.Instance);
        Loop = new PeerLoop(options, Port, this, this, new MonotonicClock(TimeProvider.System), NullLogger<PeerLoop>.Instance);
        Loop.Start();
    }

    public UdpPort Port { get; }

    public PeerLoop Loop { get; }

    /// <summary>A machine with a bug.</summary>
    public bool Throws { get; set; }

    public Dictionary<int, byte[]> Received { get; } = [];

    public static byte[] Block(int i) => [.. Enumerable.Range(0, 1000 + i).Select(at => (byte)(at * 7 + i))];

    public static byte[] Tag(int i)
    {
        byte[] tag = new byte[16];
        BlockTag.Compute(Block(i), tag);
        return tag;
    }

    public Task<BlocksQuest> AskAsync(int first, int count, bool instance = false, Action<BlocksQuest, ulong>? ask = null) => Loop.AskBlocksAsync(
        $"blocks from {first}", [.. Enumerable.Range(first, count).SelectMany(Tag)], count, this, instance, ask ?? ((_, _) => { }),
            TestContext.Current.CancellationToken);

    public bool Holds(byte[] tags, int offset) => Throws ? throw new InvalidOperationException("a bug") : _blocks.ContainsKey(
        Convert.ToHexString(tags, offset, 16));

    public int Read(byte[] tag, int offset, byte[] into)
    {
        if (!_blocks.TryGetValue(Convert.ToHexString(tag, offset, 16), out byte[]? block))
        {
            return -1;
        }

        block.CopyTo(into, 0);
        return block.Length;
    }

    public byte Find(byte[] key, byte[] commit) => Have.FlagWhole;

    public bool Accept(int index, byte[] block, int count)
    {
        lock (Received)
        {
            Received[index] = block[..count];
        }

        return true;
    }

    public ValueTask DisposeAsync() => Loop.DisposeAsync();
}
