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
    private readonly PullQueue _queue = new();
    private readonly BlockCache _cache = new(new BlockCacheOptions { Blocks = 2 }, new RamFlash(), new HostHmac(), new HostCrc());
    private readonly byte[] _block = Some.Bytes(5, 4032);
    private int _nowMs;

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

    [Theory]
    [InlineData(HttpState.Failed)]
    [InlineData(HttpState.TooLarge)]
    public void Failures_are_followed_by_longer_and_longer_rests(HttpState failure)
    {
        var rests = Rests(failure);
        Assert.InRange(rests[0], 1_000, 1_100);
        Assert.InRange(rests[3], 8_000, 8_100);
        Assert.InRange(rests[^1], 60_000, 60_100);
    }

    [Fact]
    public void A_block_that_nobody_has_is_followed_by_a_second_of_rest_however_often()
    {
        var rests = Rests(HttpState.NotFound);
        Assert.All(rests, r => Assert.InRange(r, 1_000, 1_100));
        Assert.InRange(rests.Length, 500, 600);
    }

    [Theory]
    [InlineData(HttpState.NotFound)]
    [InlineData(HttpState.Failed)]
    public void Wanted_blocks_that_do_not_come_keep_no_block_in_demand_waiting(HttpState failure)
    {
        var pull = Make(Instance);
        for (var i = 0; i < 12; i++) Assert.True(_queue.TryHold(Some.TagOf([(byte)i]), 0));
        Ask(_block, 1);
        long? cameMs = null;
        Run(pull, 600_000, (nowMs, url) =>
        {
            if (url != Url(Instance, _block)) return (failure, null);
            cameMs ??= nowMs;
            return (HttpState.Done, _block);
        });
        Assert.InRange(cameMs ?? long.MaxValue, 0, 200);
        Assert.True(_cache.Holds(Some.TagOf(_block), 0));
    }

    [Theory]
    [InlineData(HttpState.NotFound)]
    [InlineData(HttpState.Failed)]
    public void Names_that_somebody_made_up_slow_nothing_that_the_instance_wants(HttpState failure)
    {
        var pull = Make(Instance);
        var made = 0;
        var askedMs = 0L;
        List<long> waitedMs = [];
        Run(pull, 600_000, (nowMs, url) =>
        {
            if (url != Url(Instance, Wanted(waitedMs.Count))) return (failure, null);
            waitedMs.Add(nowMs - askedMs);
            return (HttpState.Done, Wanted(waitedMs.Count - 1));
        }, nowMs =>
        {
            Ask(Some.Bytes(1_000 + made++, 10), 5);
            if (nowMs % 30_000 != 0) return;
            askedMs = nowMs;
            Assert.True(_queue.TryAdd(Some.TagOf(Wanted(waitedMs.Count)), 0, false));
        });
        Assert.Equal(20, waitedMs.Count);
        Assert.All(waitedMs, w => Assert.InRange(w, 0, 200));

        static byte[] Wanted(int number) => Some.Bytes(5_000 + number, 100);
    }

    [Fact]
    public void Demand_that_fails_rests_by_itself_and_so_do_orders()
    {
        var pull = Make(Instance);
        Assert.True(_queue.TryAdd(Some.TagOf([1]), 0, false));
        Ask(_block, 1);
        pull.Tick(0);
        _http.Answer(HttpState.Failed);
        pull.Tick(50);
        pull.Tick(100);
        Assert.Equal(Url(Instance, _block), _http.Urls[^1]);
        _http.Answer(HttpState.Failed);
        pull.Tick(150);
        Ask(_block, 1);
        pull.Tick(1_000);
        Assert.Equal(2, _http.Urls.Count);
        pull.Tick(1_050);
        Assert.Equal(Url(Instance, [1]), _http.Urls[^1]);
    }

    [Fact]
    public void A_good_block_that_the_drive_refuses_is_not_fetched_again_at_once()
    {
        RamFlash flash = new();
        BlockCache cache = new(new BlockCacheOptions(), flash, new HostHmac(), new HostCrc());
        Assert.True(cache.Open());
        var pull = Make(cache, Instance);
        flash.Broken = true;
        Assert.True(_queue.TryAdd(Some.TagOf(_block), 0, false));
        List<long> at = [];
        Run(pull, 120_000, (nowMs, _) =>
        {
            at.Add(nowMs);
            return (HttpState.Done, _block);
        });
        Assert.Equal(5, at.Count);
        Assert.All(at.Zip(at.Skip(1), (a, b) => b - a), w => Assert.InRange(w, 1_000, 8_100));
    }

    [Fact]
    public void An_edge_that_was_named_is_asked_first_until_it_does_not_answer()
    {
        var pull = Make(Instance);
        pull.Hint = Edge;
        List<string> asked = [];
        var isThere = true;
        for (var i = 0; i < 3; i++)
        {
            Ask(Some.Bytes(i, 20), 1);
            Run(pull, 5_000, (_, url) =>
            {
                asked.Add(url);
                return url.StartsWith(Edge, StringComparison.Ordinal) ? (isThere ? HttpState.NotFound : HttpState.Failed, null) : (HttpState.Done, Some.Bytes(i, 20));
            });
            isThere = false;
        }

        string[] expected =
            [Url(Edge, Some.Bytes(0, 20)), Url(Instance, Some.Bytes(0, 20)), Url(Edge, Some.Bytes(1, 20)), Url(Instance, Some.Bytes(1, 20)), Url(Instance, Some.Bytes(2, 20))];
        Assert.Equal(expected, asked);
        Assert.Equal("", pull.Hint);
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
        new(new PullOptions(), sources, _http, cache, new CacheOrders(cache), _demand, _queue, null, new byte[4096]);

    private static BlockCache CacheOf(AdmissionMode admission)
    {
        BlockCache cache = new(new BlockCacheOptions { Admission = admission }, new RamFlash(), new HostHmac(), new HostCrc());
        Assert.True(cache.Open());
        return cache;
    }

    // Ten minutes of asking for a block that never comes: the rests between the questions.
    private int[] Rests(HttpState failure)
    {
        var pull = Make(Instance);
        List<int> at = [];
        Run(pull, 600_000, (nowMs, _) =>
        {
            at.Add((int)nowMs);
            return (failure, null);
        }, _ => Ask(_block, 1));
        var rests = at.Zip(at.Skip(1), (a, b) => b - a).ToArray();
        Assert.InRange(pull.Failed, (uint)rests.Length, (uint)rests.Length + 1);
        Assert.Equal(0, _cache.Count);
        return rests;
    }

    // In steps of the main loop; each question is answered at once, and collected in the next step.
    private void Run(BlockPull pull, int ms, Func<long, string, (HttpState State, byte[]? Body)> answer, Action<long>? each = null)
    {
        for (var end = _nowMs + ms; _nowMs < end; _nowMs += 50)
        {
            each?.Invoke(_nowMs);
            pull.Tick(_nowMs);
            if (!_http.IsRunning) continue;
            var (state, body) = answer(_nowMs, _http.Urls[^1]);
            _http.Answer(state, body);
        }
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
