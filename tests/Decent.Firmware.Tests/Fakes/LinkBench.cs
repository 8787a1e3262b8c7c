using Decent.Protocol;
using Decent.Firmware.Bus;
using Decent.Firmware.Host.Ports;
using Decent.Firmware.Ports;
using Decent.Firmware.Pulling;
using Decent.Peer;
using Decent.Peer.Answering;
using Decent.Peer.Availability;
using Decent.Peer.BlockCache;
using Decent.Protocol.Frames;

namespace Decent.Firmware.Tests.Fakes;

/// <summary>A link with everything around it, in its first run, and a clock that the test moves.</summary>
internal sealed class LinkBench
{
    /// <summary>The seed is that of the jitter.</summary>
    public LinkBench(ulong seed = 7)
    {
        var hmac = new HostHmac();
        Log = new AvailabilityLog(new AvailabilityOptions(), Flash);
        Account = new RunAccount(new RunAccountOptions(), Flash, hmac, 7);
        Desk = new CommandDesk(Flash, Cache, Queue, Events);
        Assert.True(Account.Load() && Desk.Load() && Log.Start(0, 0));
        Account.Begin(Log.Run);
        var cache = new BlockCache(new BlockCacheOptions(), new RamFlash(), hmac, new HostCrc());
        Assert.True(cache.Open());
        var local = new LocalPrefixes();
        local.Add(Udp.Address, Udp.Mask);
        Responder = new Responder(new ResponderOptions(), cache, null, Udp, hmac, local, new Rng(1), new byte[32]);
        var pull = new BlockPull(new PullOptions(), [], new FakeHttp(), cache, Cache, new Demand(4), Queue, null, new byte[4096]);
        var report = new NodeReport(Responder.Counts, cache, Cache, pull, Udp, Memory) { OfferedBytesPerSecond = 100_000 };
        Link = new Link(
            new LinkOptions(), Some.Identity(), Mqtt, hmac, new Rng(seed), Log, Account, Desk, report, Events, new byte[Limits.FrameBytesMax], 0, 0);
    }

    public RamFlash Flash { get; } = new();

    public FakeCache Cache { get; } = new();

    public PullQueue Queue { get; } = new();

    public FakeMemory Memory { get; } = new();

    public RunAccount Account { get; }

    public CommandDesk Desk { get; }

    /// <summary>Flash may be written.</summary>
    public bool MayWrite { get; set; } = true;

    public FakeMqtt Mqtt { get; } = new();

    public FakeUdp Udp { get; } = new();

    public NotedEvents Events { get; } = new();

    public AvailabilityLog Log { get; }

    public Responder Responder { get; }

    public Link Link { get; }

    public long NowMs { get; private set; }

    /// <summary>Moves on in steps of the main loop.</summary>
    public void Run(long milliseconds)
    {
        for (var end = NowMs + milliseconds; NowMs < end; Link.Tick(NowMs, MayWrite)) NowMs += 50;
    }

    /// <summary>First step, and the broker accepts.</summary>
    public void Connect()
    {
        Run(50);
        Mqtt.State = MqttState.Connected;
        Run(50);
    }

    /// <summary>A frame of the instance, sealed for the current link unless the test says otherwise.</summary>
    public byte[] Down(Envelope envelope, Func<byte[], int> write, ulong? link = null, byte[]? key = null)
    {
        var frame = new byte[1024];
        envelope.Link = link ?? Link.Current;
        frame = frame[..write(frame)];
        DownSeal.Put(new HostHmac(), key ?? Some.Identity().Key, frame, frame.Length);
        return frame;
    }

    /// <summary>Puts a frame before the node, and lets it look.</summary>
    public void Tell(byte[] frame, bool retained = false)
    {
        Mqtt.Inbox.Enqueue(("decent/1/5a/board-a/dn/c", frame, retained));
        Run(50);
    }

    public List<Birth> Births() =>
        [.. Mqtt.Published.Where(p => p.Topic.EndsWith("/up/s", StringComparison.Ordinal)).Select(p => Read(p.Payload)).OfType<Birth>()];

    private static Birth? Read(byte[] payload)
    {
        var birth = new Birth();
        return birth.TryRead(payload, payload.Length) ? birth : null;
    }
}
