using Decent.Firmware.Bootstrap;
using Decent.Firmware.Configuration;
using Decent.Firmware.Host.Ports;
using Decent.Firmware.Ports;
using Decent.Peer;
using Decent.Protocol.Frames;

namespace Decent.Firmware.Tests.Fakes;

/// <summary>A whole node in a simulated world: its clock moves while it waits for datagrams, and the test acts in between.</summary>
internal sealed class NodeBench : IUdp, IClock, IEntropy
{
    private readonly Queue<(uint From, ushort Port, byte[] Bytes)> _datagrams = new();
    private readonly SortedDictionary<long, List<Action>> _plan = [];
    private bool _started;

    public NodeBench(Identity? identity = null) => Identity = identity ?? Some.Identity();

    public Identity Identity { get; }

    public RamFlash Blocks { get; init; } = new();

    public RamFlash Journal { get; init; } = new();

    public FakeMqtt Mqtt { get; } = new();

    public FakeHttp Http { get; } = new();

    public NotedEvents Events { get; } = new();

    public List<(uint To, byte[] Bytes)> Sent { get; } = [];

    public NodeOptions Options { get; init; } = new();

    public IBootstrapReader? Reader { get; init; } = new BootstrapJson();

    public IMemory? Memory { get; init; }

    public Node Node { get; private set; } = null!;

    public long NowMs { get; private set; }

    public ulong WallSeconds { get; set; }

    public uint Address => 0x0A000001;

    public uint Mask => 0xFFFFFF00;

    public ushort Port => 4930;

    /// <summary>Called after each millisecond step of the clock.</summary>
    public Action Each { get; set; } = () => { };

    public bool Start()
    {
        Node = new Node(Options, Identity, new NodePorts(this, Mqtt, Http, Blocks, Journal, new HostHmac(), new HostCrc(), this, this, Events)
        {
            Bootstrap = Reader,
            Memory = Memory,
        });
        _started = true;
        return Node.Start();
    }

    /// <summary>This one, started.</summary>
    public NodeBench Started()
    {
        Assert.True(Start());
        return this;
    }

    /// <summary>Does something at that time, while the node runs.</summary>
    public void At(long ms, Action action)
    {
        if (!_plan.TryGetValue(ms, out var actions)) _plan[ms] = actions = [];
        actions.Add(action);
    }

    /// <summary>Starts and serves until the time given, then stops in order.</summary>
    public void RunUntil(long ms)
    {
        if (!_started) Assert.True(Start());
        At(ms, () => Node.RequestStop());
        Node.Run();
    }

    public void Datagram(byte[] bytes, uint from = 0x0A000002, ushort port = 4930) => _datagrams.Enqueue((from, port, bytes));

    /// <summary>What the instance says to this node now.</summary>
    public void Tell(Envelope envelope, Func<byte[], int> write)
    {
        var birth = new Birth();
        Assert.True(birth.TryRead(Mqtt.Of("s")[^1], Mqtt.Of("s")[^1].Length));
        envelope.Link = birth.Envelope.Link;
        var frame = new byte[1024];
        frame = frame[..write(frame)];
        DownSeal.Put(new HostHmac(), Identity.Key, frame, frame.Length);
        Mqtt.Inbox.Enqueue(("decent/1/5a/board-a/dn/c", frame, false));
    }

    public int Receive(byte[] buffer, int waitMs, out uint address, out ushort port)
    {
        (address, port) = (0, 0);
        for (var i = 0; i <= waitMs; i++)
        {
            if (_datagrams.TryDequeue(out var datagram))
            {
                (address, port) = (datagram.From, datagram.Port);
                datagram.Bytes.CopyTo(buffer, 0);
                return datagram.Bytes.Length;
            }

            if (i < waitMs || waitMs == 0) Move();
            if (waitMs == 0) break;
        }

        return -1;
    }

    public void Send(uint address, ushort port, byte[] buffer, int count) => Sent.Add((address, buffer[..count]));

    public void Broadcast(byte[] buffer, int count) => Sent.Add((uint.MaxValue, buffer[..count]));

    public ulong Seed() => 1;

    private void Move()
    {
        NowMs++;
        while (_plan.Count > 0 && _plan.First() is var next && next.Key <= NowMs)
        {
            _plan.Remove(next.Key);
            next.Value.ForEach(a => a());
        }

        Each();
    }
}
