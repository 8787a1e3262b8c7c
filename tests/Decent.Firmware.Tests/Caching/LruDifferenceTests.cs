using Decent.Peer;
using Decent.Peer.BlockCache;

namespace Decent.Firmware.Tests.Caching;

public sealed class LruDifferenceTests
{
    private const int Blocks = 120;
    private readonly byte[] _into = new byte[4032];
    private readonly LinkedList<int> _order = [];
    private readonly Dictionary<int, LinkedListNode<int>> _held = [];

    [Fact]
    public void A_million_random_operations_have_the_hits_and_the_victims_of_a_reference()
    {
        const ulong seed = 20_261_121;
        var options = CacheBench.Options(5, 16);
        var flash = new CutFlash();
        var cache = CacheBench.Open(flash, options);
        var rng = new Rng(seed);
        uint evicted = 0;
        for (var step = 0; step < 1_000_000; step++)
        {
            // A skewed choice, so that hits and misses both happen often.
            var block = Math.Min(rng.Below(Blocks), rng.Below(Blocks));
            switch (rng.Below(20_000))
            {
                case 0:
                    Assert.True(cache.Close());
                    evicted += cache.Counts.Evicted;
                    cache = CacheBench.Open(flash, options);
                    Assert.Equal(_order, cache.InOrder());
                    break;
                case < 200:
                    Assert.Equal(_held.ContainsKey(block), cache.Evict(CacheBench.TagOf(block), 0));
                    if (_held.Remove(block, out var node)) _order.Remove(node);
                    break;
                case < 10_000:
                    Assert.True(_held.ContainsKey(block) == cache.Serves(block, _into), $"step {step}, seed {seed}");
                    if (_held.TryGetValue(block, out var used)) MoveToNewest(used);
                    break;
                default:
                    Insert(cache, block, step);
                    break;
            }
        }

        Assert.Equal(_order, cache.InOrder());
        Assert.Equal(_held.Count, cache.Count);
        Assert.Equal((0u, 0u, 0u), (cache.Counts.Damaged, cache.Counts.FlashFailures, cache.Counts.GivenUp));
        TestContext.Current.TestOutputHelper?.WriteLine($"victims compared: {evicted + cache.Counts.Evicted}");
    }

    private void Insert(BlockCache cache, int block, int step)
    {
        var outcome = cache.Insert(block, step);
        for (var i = 0; i < 16 && outcome == InsertOutcome.Busy; i++)
        {
            cache.Tick(step, true);
            outcome = cache.Insert(block, step);
        }

        Assert.Equal(_held.ContainsKey(block) ? InsertOutcome.Held : InsertOutcome.Stored, outcome);
        if (outcome != InsertOutcome.Stored) return;
        if (_held.Count == cache.Capacity)
        {
            var victim = _order.First!.Value;
            Assert.Equal(CacheBench.TagOf(victim), cache.LastVictim);
            _held.Remove(victim);
            _order.RemoveFirst();
        }

        _held[block] = _order.AddLast(block);
    }

    private void MoveToNewest(LinkedListNode<int> node)
    {
        _order.Remove(node);
        _order.AddLast(node);
    }
}
