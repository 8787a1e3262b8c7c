using Decent.Firmware.Bus;
using Decent.Firmware.Host.Ports;
using Decent.Firmware.Ports;
using Decent.Firmware.Pulling;
using Decent.Firmware.Tests.Fakes;
using Decent.Peer.Answering;
using Decent.Peer.BlockCache;

namespace Decent.Firmware.Tests.Pulling;

/// <summary>Whose turn it is when what is asked for does not come.</summary>
public sealed class PullTurnsTests
{
    private const string Edge = "http://edge:4980";
    private const string Instance = "http://instance:4970";
    private readonly FakeHttp _http = new();
    private readonly Demand _demand = new(8);
    private readonly PullQueue _queue = new();
    private readonly RamFlash _flash = new();
    private readonly BlockCache _cache;
    private readonly BlockPull _pull;
    private readonly byte[] _block = Some.Bytes(5, 4032);
    private int _nowMs;

    public PullTurnsTests()
    {
        _cache = new BlockCache(new BlockCacheOptions(), _flash, new HostHmac(), new HostCrc());
        Assert.True(_cache.Open());
        _pull = new BlockPull(new PullOptions(), [Instance], _http, _cache, new CacheOrders(_cache), _demand, _queue, null, new byte[4096]);
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
        for (var i = 0; i < 12; i++) Assert.True(_queue.TryHold(Some.TagOf([(byte)i]), 0));
        Ask(_block, 1);
        long? cameMs = null;
        Run(600_000, (nowMs, url) =>
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
        var made = 0;
        var askedMs = 0L;
        List<long> waitedMs = [];
        Run(600_000, (nowMs, url) =>
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
        Assert.True(_queue.TryAdd(Some.TagOf([1]), 0, false));
        Ask(_block, 1);
        _pull.Tick(0);
        _http.Answer(HttpState.Failed);
        _pull.Tick(50);
        _pull.Tick(100);
        Assert.Equal(Url(Instance, _block), _http.Urls[^1]);
        _http.Answer(HttpState.Failed);
        _pull.Tick(150);
        Ask(_block, 1);
        _pull.Tick(1_000);
        Assert.Equal(2, _http.Urls.Count);
        _pull.Tick(1_050);
        Assert.Equal(Url(Instance, [1]), _http.Urls[^1]);
    }

    [Fact]
    public void A_good_block_that_the_drive_refuses_is_not_fetched_again_at_once()
    {
        _flash.Broken = true;
        Assert.True(_queue.TryAdd(Some.TagOf(_block), 0, false));
        List<long> at = [];
        Run(120_000, (nowMs, _) =>
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
        _pull.Hint = Edge;
        List<string> asked = [];
        var isThere = true;
        for (var i = 0; i < 3; i++)
        {
            Ask(Some.Bytes(i, 20), 1);
            Run(5_000, (_, url) =>
            {
                asked.Add(url);
                if (!url.StartsWith(Edge, StringComparison.Ordinal)) return (HttpState.Done, Some.Bytes(i, 20));
                return (isThere ? HttpState.NotFound : HttpState.Failed, null);
            });
            isThere = false;
        }

        string[] expected = [Named(Edge, 0), Named(Instance, 0), Named(Edge, 1), Named(Instance, 1), Named(Instance, 2)];
        Assert.Equal(expected, asked);
        Assert.Equal("", _pull.Hint);

        static string Named(string source, int number) => Url(source, Some.Bytes(number, 20));
    }

    // Ten minutes of asking for a block that never comes: the rests between the questions.
    private int[] Rests(HttpState failure)
    {
        List<int> at = [];
        Run(600_000, (nowMs, _) =>
        {
            at.Add((int)nowMs);
            return (failure, null);
        }, _ => Ask(_block, 1));
        var rests = at.Zip(at.Skip(1), (a, b) => b - a).ToArray();
        Assert.InRange(_pull.Failed, (uint)rests.Length, (uint)rests.Length + 1);
        Assert.Equal(0, _cache.Count);
        return rests;
    }

    // In steps of the main loop; each question is answered at once, and collected in the next step.
    private void Run(int ms, Func<long, string, (HttpState State, byte[]? Body)> answer, Action<long>? each = null)
    {
        for (var end = _nowMs + ms; _nowMs < end; _nowMs += 50)
        {
            each?.Invoke(_nowMs);
            _pull.Tick(_nowMs);
            if (!_http.IsRunning) continue;
            var (state, body) = answer(_nowMs, _http.Urls[^1]);
            _http.Answer(state, body);
        }
    }

    private void Ask(byte[] block, int times)
    {
        for (var i = 0; i < times; i++) _demand.Note(Some.TagOf(block), 0);
    }

    private static string Url(string source, byte[] block) => $"{source}/api/v1/block/{Convert.ToHexStringLower(Some.TagOf(block))}";
}
