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
    public LinkBench()
    {
        var hmac = new HostHmac();
        var flash = new RamFlash();
        Log = new AvailabilityLog(new AvailabilityOptions(), flash);
        Assert.True(Log.Start(0, 0));
        var cache = new BlockCache(new BlockCacheOptions(), flash, hmac, new HostCrc());
        Assert.True(cache.Open());
        var local = new LocalPrefixes();
        local.Add(Udp.Address, Udp.Mask);
        Responder = new Responder(new ResponderOptions(), cache, null, Udp, hmac, local, new Rng(1), new byte[32]);
        var pull = new BlockPull(new PullOptions(), [], new FakeHttp(), cache, new Demand(4));
        var report = new NodeReport(Responder.Counts, cache, pull, Udp, 100_000);
        Link = new Link(new LinkOptions(), Some.Identity(), Mqtt, hmac, new Rng(7), Log, report, Events, 0);
    }

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
        for (var end = NowMs + milliseconds; NowMs < end; Link.Tick(NowMs)) NowMs += 50;
    }

    /// <summary>First step, and the broker accepts.</summary>
    public void Connect()
    {
        Run(50);
        Mqtt.State = MqttState.Connected;
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
