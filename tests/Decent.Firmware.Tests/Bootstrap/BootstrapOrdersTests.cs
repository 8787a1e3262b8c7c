using Decent.Firmware.Bootstrap;
using Decent.Firmware.Bus;
using Decent.Firmware.Host.Ports;
using Decent.Firmware.Pulling;
using Decent.Firmware.Tests.Fakes;
using Decent.Peer;
using Decent.Peer.Answering;
using Decent.Peer.BlockCache;

namespace Decent.Firmware.Tests.Bootstrap;

public sealed class BootstrapOrdersTests
{
    private const string Edge = "http://10.0.0.9:4980";
    private const int OwnOffered = 70_000;
    private const int OwnBlocks = 20;
    private readonly FakeCache _cache = new();
    private readonly PullQueue _queue = new();
    private readonly BlockPull _pull;
    private readonly NodeReport _report;
    private readonly BootstrapOrders _orders;

    public BootstrapOrdersTests()
    {
        NodeOptions own = new() { OfferedBytesPerSecond = OwnOffered, Cache = { Blocks = OwnBlocks } };
        var (hmac, udp, identity) = (new HostHmac(), new FakeUdp(), Some.Identity("http://10.0.0.8:4980", "http://instance:4970"));
        BlockCache cache = new(own.Cache, new RamFlash(), hmac, new HostCrc());
        Assert.True(cache.Open());
        Responder responder = new(new ResponderOptions(), cache, null, udp, hmac, new LocalPrefixes(), new Rng(1), new byte[32]);
        _pull = new BlockPull(own.Pull, identity.Sources, new FakeHttp(), cache, _cache, new Demand(4), _queue, null, new byte[4096]);
        _report = new NodeReport(responder.Counts, cache, _cache, _pull, udp, null) { OfferedBytesPerSecond = OwnOffered };
        _orders = new BootstrapOrders(own, identity, responder, _pull, _report, _cache, _queue);
    }

    [Fact]
    public void A_zero_returns_to_the_nodes_own_setting_within_a_run_and_silence_changes_nothing()
    {
        Apply(offered: 50_000, blocks: 12);
        Assert.Equal((50_000, 12), (_report.OfferedBytesPerSecond, _cache.Blocks));
        Apply();
        Assert.Equal((50_000, 12), (_report.OfferedBytesPerSecond, _cache.Blocks));
        Apply(offered: 0, blocks: 0);
        Assert.Equal((OwnOffered, OwnBlocks), (_report.OfferedBytesPerSecond, _cache.Blocks));
    }

    [Theory]
    [InlineData(4_999, -5)]
    [InlineData(100_000_001, 16_385)]
    [InlineData(int.MinValue, int.MinValue)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void What_is_out_of_range_leaves_what_the_node_has(int offered, int blocks)
    {
        Apply(offered: 5_000, blocks: 16_384);
        var before = (_report.OfferedBytesPerSecond, _cache.Blocks);
        Assert.Equal(5_000, before.OfferedBytesPerSecond);
        Apply(offered, blocks);
        Assert.Equal(before, (_report.OfferedBytesPerSecond, _cache.Blocks));
    }

    [Fact]
    public void A_resize_by_command_stands_until_what_is_told_changes()
    {
        Apply(blocks: 12);
        _cache.Resize(30);
        Apply(blocks: 12);
        Assert.Equal(30, _cache.Blocks);
        Apply(blocks: 0);
        Assert.Equal(OwnBlocks, _cache.Blocks);
        _cache.Resize(30);
        Apply(blocks: 0);
        Assert.Equal(30, _cache.Blocks);
    }

    [Fact]
    public void What_the_answer_before_held_and_this_one_does_not_is_let_go()
    {
        var (here, coming, stays) = (Some.TagOf([1]), Some.TagOf([2]), Some.TagOf([3]));
        _cache.Held.Add(Name(here));
        _cache.Held.Add(Name(stays));
        Apply(hold: [here, coming, stays]);
        Assert.Equal([Name(here), Name(stays)], _cache.Pinned);
        Assert.Equal(1, _queue.Count);
        Apply(offered: 50_000);
        Assert.Equal((2, 1), (_cache.Pinned.Count, _queue.Count));
        Apply(hold: [stays]);
        Assert.Equal([Name(stays)], _cache.Pinned);
        Assert.Equal(0, _queue.Count);
        Apply(hold: []);
        Assert.Empty(_cache.Pinned);
        Assert.Equal(2, _cache.Held.Count);
    }

    [Fact]
    public void What_a_command_pinned_and_no_list_named_stays_pinned()
    {
        var (own, listed) = (Some.TagOf([1]), Some.TagOf([2]));
        foreach (var tag in new[] { own, listed }) _cache.Held.Add(Name(tag));
        _cache.Pin(own, 0);
        Apply(hold: [listed]);
        Apply(hold: []);
        Assert.Equal([Name(own)], _cache.Pinned);
    }

    [Fact]
    public void An_edge_is_asked_besides_the_nodes_own_and_never_twice()
    {
        Apply(edge: Edge);
        Assert.Equal(Edge, _pull.Hint);
        Apply();
        Assert.Equal(Edge, _pull.Hint);
        Apply(edge: "http://10.0.0.8:4980");
        Assert.Equal("", _pull.Hint);
        Apply(edge: Edge);
        Apply(edge: "");
        Assert.Equal("", _pull.Hint);
    }

    private static string Name(byte[] tag) => FakeCache.Name(tag, 0);

    private void Apply(int? offered = null, int? blocks = null, string? edge = null, byte[][]? hold = null)
    {
        BootstrapAnswer answer = new() { Edge = edge, Hold = hold?.Select(Name).ToArray() };
        answer.Offered = offered ?? answer.Offered;
        answer.Blocks = blocks ?? answer.Blocks;
        _orders.Apply(answer);
    }
}
