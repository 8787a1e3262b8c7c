using Decent.Peer;
using Decent.Peer.BlockCache;

namespace Decent.Firmware.Tests.Caching;

/// <summary>The cache beside the plainest LRU list that there is, over random operations; a failure names its step and seed.</summary>
public sealed class LruDifferenceTests
{
    private const int Blocks = 120;
    private const int Steps = 1_000_000;
    private const ulong Seed = 20_261_121;
    private readonly byte[] _into = new byte[4032];
    private readonly BlockCacheOptions _options = CacheBench.Options(5, 16);
    private readonly CutFlash _flash = new();
    private readonly Rng _rng = new(Seed);
    private readonly LinkedList<int> _order = [];
    private readonly Dictionary<int, LinkedListNode<int>> _held = [];
    private readonly HashSet<int> _pinned = [];
    private BlockCache _cache = null!;
    private int _capacity;
    private uint _victims;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_million_random_operations_have_the_hits_and_the_victims_of_a_reference(bool pinsAndResizes)
    {
        _cache = CacheBench.Open(_flash, _options);
        _capacity = _cache.Capacity;
        for (var step = 0; step < Steps; step++)
        {
            try
            {
                Step(step, pinsAndResizes);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"step {step}, seed {Seed}: {e.Message}", e);
            }
        }

        AssertSame();
        Assert.Equal((0u, 0u, 0u), (_cache.Counts.Damaged, _cache.Counts.FlashFailures, _cache.Counts.GivenUp));
        Assert.InRange(_victims, 100_000u, uint.MaxValue);
        TestContext.Current.TestOutputHelper?.WriteLine($"victims compared: {_victims}{(pinsAndResizes ? ", with pins and resizes" : "")}");
    }

    private void Step(int step, bool pinsAndResizes)
    {
        // A skewed choice, so that hits and misses both happen often.
        var block = Math.Min(_rng.Below(Blocks), _rng.Below(Blocks));
        switch (_rng.Below(20_000))
        {
            case 0:
                Reopen();
                break;
            case < 200:
                Assert.Equal(Forget(block), _cache.Evict(CacheBench.TagOf(block), 0));
                break;
            case < 500 when pinsAndResizes:
                Pin(block);
                break;
            case < 800 when pinsAndResizes:
                Unpin(block);
                break;
            case < 830 when pinsAndResizes:
                Resize(8 + _rng.Below(60));
                break;
            case < 10_000:
                Assert.Equal(IsHeld(block), _cache.Serves(block, _into));
                if (_held.TryGetValue(block, out var used)) MoveToNewest(used);
                break;
            default:
                Insert(block, step, pinned: pinsAndResizes && _rng.Below(20) == 0);
                break;
        }
    }

    private void Reopen()
    {
        Assert.True(_cache.Close());
        _options.Blocks = _capacity;
        _cache = CacheBench.Open(_flash, _options);
        AssertSame();
    }

    private void AssertSame()
    {
        Assert.Equal(_order, _cache.InOrder());
        Assert.Equal((_order.Count + _pinned.Count, _pinned.Count, _capacity), (_cache.Count, _cache.PinnedCount, _cache.Capacity));
        Assert.All(_pinned, block => Assert.True(_cache.Holds(block)));
    }

    private void Pin(int block)
    {
        var may = _pinned.Contains(block) || (IsHeld(block) && _pinned.Count < _capacity / 2);
        Assert.Equal(may, _cache.Pin(CacheBench.TagOf(block), 0));
        if (may && _held.Remove(block, out var node)) _order.Remove(node);
        if (may) _pinned.Add(block);
    }

    private void Unpin(int block)
    {
        Assert.Equal(IsHeld(block), _cache.Unpin(CacheBench.TagOf(block), 0));
        if (_pinned.Remove(block)) _held[block] = _order.AddLast(block);
    }

    // Pins that do not fit the new size would be undone in an order that is the cache's own business.
    private void Resize(int blocks)
    {
        while (_pinned.Count > blocks / 2) Unpin(_pinned.First());
        _capacity = Math.Min(blocks, _options.Layout.BlocksMax);
        _cache.Resize(blocks);
        while (_order.Count + _pinned.Count > _capacity) Evict();
        AssertSame();
    }

    private void Insert(int block, int step, bool pinned)
    {
        var outcome = Put(block, step, pinned);
        for (var i = 0; i < 16 && outcome == InsertOutcome.Busy; i++)
        {
            _cache.Tick(step, true);
            outcome = Put(block, step, pinned);
        }

        Assert.Equal(IsHeld(block) ? InsertOutcome.Held : InsertOutcome.Stored, outcome);
        var pins = pinned && _pinned.Count < _capacity / 2;
        if (outcome == InsertOutcome.Held && pins && _held.Remove(block, out var node)) _order.Remove(node);
        if (pins) _pinned.Add(block);
        if (outcome == InsertOutcome.Held) return;
        if (!pins) _held[block] = _order.AddLast(block);
        if (_order.Count + _pinned.Count <= _capacity) return;
        Assert.Equal(CacheBench.TagOf(_order.First!.Value), _cache.LastVictim);
        Evict();
    }

    private InsertOutcome Put(int block, int step, bool pinned) => pinned
        ? _cache.Push(step, CacheBench.TagOf(block), 0, CacheBench.Payload(block), CacheBench.Payload(block).Length, true)
        : _cache.Insert(block, step);

    private bool IsHeld(int block) => _held.ContainsKey(block) || _pinned.Contains(block);

    private bool Forget(int block)
    {
        if (_held.Remove(block, out var node)) _order.Remove(node);
        else return _pinned.Remove(block);
        return true;
    }

    private void Evict()
    {
        _held.Remove(_order.First!.Value);
        _order.RemoveFirst();
        _victims++;
    }

    private void MoveToNewest(LinkedListNode<int> node)
    {
        _order.Remove(node);
        _order.AddLast(node);
    }
}
