using Decent.Firmware.Tests.Fakes;
using Decent.Peer;
using Decent.Peer.BlockCache;
using Decent.Peer.Ports;

namespace Decent.Firmware.Tests.Caching;

/// <summary>
/// A cache that lives through random operations on a drive that dies at one of them. It knows which blocks must be there afterwards: those that were
/// held at the last commit and since.
/// </summary>
internal sealed class CutScript(ulong seed, int blocks, bool evicts)
{
    private readonly byte[] _into = new byte[4032];
    private HashSet<int> _safe = [];
    private BlockCache? _cache;
    private bool _isOpening;
    private long _nowMs;

    /// <summary>Blocks that a cut may not lose.</summary>
    public IReadOnlySet<int> Safe => _safe;

    public static BlockCacheOptions Options => CacheBench.Options(5, 4, 3);

    /// <summary>
    /// Opens the drive and runs that many operations. False when the power failed meanwhile; any other exception is a failure.
    /// </summary>
    public bool Run(IFlash flash, int operations, bool stops)
    {
        try
        {
            Open(flash);
            var rng = new Rng(seed);
            for (var i = 0; i < operations; i++)
            {
                Step(flash, rng);
                Note();
            }

            if (stops) Assert.True(_cache!.Close());
            return true;
        }
        catch (Exception cut) when (cut is PowerCutException or World.PowerCutException)
        {
            // What an operation in progress was evicting need not be there. One that was still reading the drive knows nothing.
            var held = Held();
            if (!_isOpening && held.Count > 0) _safe.IntersectWith(held);
            return false;
        }
    }

    /// <summary>Everything that is held is served right.</summary>
    public void AssertServes()
    {
        foreach (var block in Held()) _cache!.Serves(block, _into);
    }

    /// <summary>Goes on with a new life on the same drive.</summary>
    public CutScript Next(ulong nextSeed) => new(nextSeed, blocks, evicts) { _safe = [.. _safe] };

    private void Open(IFlash flash)
    {
        _isOpening = true;
        _cache = CacheBench.Make(flash, Options);
        Assert.True(_cache.Open(), "the drive is whole, and the cache does not open");
        _isOpening = false;
        AssertSafe();
    }

    // A block that was committed and lives is there, unless room was needed for others that live again: then the cache is full of those.
    private void AssertSafe()
    {
        var held = Held();
        foreach (var block in held.Where(block => !_cache!.Serves(block, _into)).ToArray()) held.Remove(block);
        var missing = _safe.Except(held).ToArray();
        Assert.True(_cache!.Counts.GivenUp == 0, $"{_cache.Counts.GivenUp} blocks did not fit the rest of an interrupted collection");
        var allowed = evicts && held.Count == _cache.Capacity ? held.Except(_safe).Count() : 0;
        Assert.True(missing.Length <= allowed, $"missing: {string.Join(' ', missing)}; held: {string.Join(' ', held)}");
        _safe.IntersectWith(held);
    }

    private void Step(IFlash flash, Rng rng)
    {
        var block = rng.Below(blocks);
        var tag = CacheBench.TagOf(block);
        _nowMs += rng.Below(2_000);
        switch (rng.Below(20))
        {
            case < 9:
                Assert.NotEqual(InsertOutcome.FlashFailed, _cache!.Insert(block, _nowMs));
                break;
            case < 12:
                _cache!.Serves(block, _into);
                break;
            case < 13:
                Assert.True(_cache!.Commit());
                break;
            case < 16:
                _nowMs += rng.Below(4) == 0 ? 3_600_000 : 30_000;
                _cache!.Tick(_nowMs, true);
                break;
            case < 17:
                _cache!.Push(_nowMs, tag, 0, CacheBench.Payload(block), CacheBench.Payload(block).Length, true);
                break;
            case < 18:
                _cache!.Unpin(tag, 0);
                break;
            case < 19:
                Forget(rng, tag);
                break;
            default:
                Assert.True(_cache!.Close());
                Open(flash);
                break;
        }
    }

    private void Forget(Rng rng, byte[] tag)
    {
        if (!evicts || rng.Below(3) > 0) _cache!.Evict(tag, 0);
        else _cache!.Resize(6 + rng.Below(5));
    }

    private void Note()
    {
        var held = Held();
        Assert.True(held.Count <= _cache!.Capacity);
        if (_cache.Pending == 0) _safe = held;
        else _safe.IntersectWith(held);
    }

    private HashSet<int> Held() => [.. Enumerable.Range(0, blocks).Where(i => _cache!.Holds(i))];
}
