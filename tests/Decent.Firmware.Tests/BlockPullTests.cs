using Decent.Firmware.Bus;
using Decent.Firmware.Host.Ports;
using Decent.Firmware.Ports;
using Decent.Firmware.Pulling;
using Decent.Firmware.Tests.Fakes;
using Decent.Peer.Answering;
using Decent.Peer.BlockCache;

namespace Decent.Firmware.Tests;

public sealed class BlockPullTests
{
    private const string Edge = "http://edge:4980";
    private const string Instance = "http://instance:4970";
    private readonly FakeHttp _http = new();
    private readonly Demand _demand = new(8);
    private readonly BlockCache _cache = new(new BlockCacheOptions { Blocks = 2 }, new RamFlash(), new HostHmac(), new HostCrc());
    private readonly byte[] _block = Some.Bytes(5, 4032);

    public BlockPullTests() => Assert.True(_cache.Open());

    [Fact]
    public void While_there_is_room_one_question_is_enough()
    {
        var pull = Make(Instance);
        Ask(_block, 1);
        pull.Tick(0);
        Assert.Equal([Url(Instance, _block)], _http.Urls);
        _http.Answer(HttpState.Done, _block);
        pull.Tick(50);
        Assert.True(_cache.Holds(Some.TagOf(_block), 0));
        Assert.Equal((1u, 0u), (pull.Pulled, pull.Failed));
    }

    [Fact]
    public void With_second_miss_admission_a_block_is_fetched_when_it_is_asked_for_again()
    {
        var cache = CacheOf(AdmissionMode.Second);
        var pull = Make(cache, Instance);
        Ask(_block, 1);
        pull.Tick(0);
        Assert.Empty(_http.Urls);
        Ask(_block, 1);
        pull.Tick(50);
        _http.Answer(HttpState.Done, _block);
        pull.Tick(100);
        Assert.True(cache.Holds(Some.TagOf(_block), 0));
    }

    [Fact]
    public void With_a_healthy_budget_one_question_is_enough_for_a_full_cache_too()
    {
        Fill();
        var pull = Make(Instance);
        Ask(_block, 1);
        pull.Tick(0);
        _http.Answer(HttpState.Done, _block);
        pull.Tick(50);
        Assert.True(_cache.Holds(Some.TagOf(_block), 0));
        Assert.Equal(1u, _cache.Counts.Evicted);
    }

    [Fact]
    public void Wrong_bytes_are_dropped_and_counted_and_the_next_source_is_asked()
    {
        var pull = Make(Edge, Instance);
        Ask(_block, 1);
        pull.Tick(0);
        _http.Answer(HttpState.Done, Some.Bytes(6, 4032));
        pull.Tick(50);
        pull.Tick(100);
        Assert.Equal([Url(Edge, _block), Url(Instance, _block)], _http.Urls);
        Assert.Equal(1u, _cache.Counts.WrongBlocks);
        _http.Answer(HttpState.Done, _block);
        pull.Tick(150);
        Assert.Equal((1, 1u), (_cache.Count, pull.Pulled));
    }

    [Fact]
    public void Nothing_is_fetched_or_written_while_datagrams_come()
    {
        var pull = Make(Instance);
        Ask(_block, 1);
        for (var nowMs = 0; nowMs < 5_000; nowMs += 50)
        {
            if (nowMs % 150 == 0) pull.Heard(nowMs);
            pull.Tick(nowMs);
        }

        Assert.Empty(_http.Urls);
        pull.Heard(5_000);
        pull.Tick(5_199);
        Assert.Empty(_http.Urls);
        pull.Tick(5_200);
        _http.Answer(HttpState.Done, _block);
        pull.Heard(5_210);
        pull.Tick(5_250);
        Assert.Equal(0, _cache.Count);
        pull.Tick(5_410);
        Assert.Equal(1, _cache.Count);
    }

    [Fact]
    public void Blocks_are_fetched_one_at_a_time()
    {
        var pull = Make(Instance);
        Ask(_block, 1);
        Ask(Some.Bytes(8, 10), 3);
        for (var nowMs = 0; nowMs < 1_000; nowMs += 50) pull.Tick(nowMs);
        Assert.Equal([Url(Instance, Some.Bytes(8, 10))], _http.Urls);
        _http.Answer(HttpState.Done, Some.Bytes(8, 10));
        for (var nowMs = 1_000; nowMs < 1_200; nowMs += 50) pull.Tick(nowMs);
        Assert.Equal(Url(Instance, _block), _http.Urls[^1]);
    }

    [Fact]
    public void Without_a_source_nothing_is_fetched()
    {
        var pull = Make();
        Ask(_block, 3);
        pull.Tick(0);
        Assert.Empty(_http.Urls);
    }

    private BlockPull Make(params string[] sources) => Make(_cache, sources);

    private BlockPull Make(BlockCache cache, params string[] sources) =>
        new(new PullOptions(), sources, _http, cache, new CacheOrders(cache), _demand, new PullQueue(), null, new byte[4096]);

    private static BlockCache CacheOf(AdmissionMode admission)
    {
        BlockCache cache = new(new BlockCacheOptions { Admission = admission }, new RamFlash(), new HostHmac(), new HostCrc());
        Assert.True(cache.Open());
        return cache;
    }

    private void Ask(byte[] block, int times)
    {
        for (var i = 0; i < times; i++) _demand.Note(Some.TagOf(block), 0);
    }

    private void Fill()
    {
        for (var i = 20; i < 22; i++) Assert.Equal(InsertOutcome.Stored, _cache.Insert(0, Some.TagOf(Some.Bytes(i, 9)), 0, Some.Bytes(i, 9), 9));
    }

    private static string Url(string source, byte[] block) => $"{source}/api/v1/block/{Convert.ToHexStringLower(Some.TagOf(block))}";
}
