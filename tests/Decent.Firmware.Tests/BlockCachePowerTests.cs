using Decent.Firmware.Host.Ports;
using Decent.Firmware.Tests.Fakes;
using Decent.Peer;
using Decent.Peer.BlockCache;

namespace Decent.Firmware.Tests;

public sealed class BlockCachePowerTests
{
    private const int Blocks = 24;
    private const int Steps = 60;
    private static readonly byte[][] Payloads = [.. Enumerable.Range(0, Blocks).Select(i => Some.Bytes(i, i == 3 ? 0 : i * 160))];
    private static readonly byte[][] Tags = [.. Payloads.Select(Some.TagOf)];
    private readonly byte[] _into = new byte[4032];

    [Theory]
    [InlineData(Cut.Before)]
    [InlineData(Cut.Torn)]
    [InlineData(Cut.After)]
    public void A_cut_at_any_operation_costs_no_committed_block_and_serves_no_wrong_one(Cut cut)
    {
        var cuts = 0;
        while (CutAt(cuts + 1, cut)) cuts++;
        Assert.InRange(cuts, 50, 1000);
    }

    // False when the script ended before that operation.
    private bool CutAt(int operation, Cut cut)
    {
        var flash = new RamFlash { CutAt = operation, Cut = cut };
        var cache = Make(flash);
        HashSet<int> safe = [];
        try
        {
            cache.Open();
            Play(cache, ref safe);
            return false;
        }
        catch (PowerCutException)
        {
            safe.IntersectWith(Held(cache));
        }

        var next = Make(flash.Reboot());
        Assert.True(next.Open());
        Assert.Superset(safe, Held(next));
        foreach (var block in Held(next)) AssertServes(next, block);
        for (var block = 0; block < Blocks; block++)
        {
            Assert.Contains(next.Insert(block, Tags[block], 0, Payloads[block], Payloads[block].Length), new[] { InsertOutcome.Stored, InsertOutcome.Held });
            AssertServes(next, block);
        }

        return true;
    }

    private void Play(BlockCache cache, ref HashSet<int> safe)
    {
        var rng = new Rng(60);
        for (var step = 0; step < Steps; step++)
        {
            var block = rng.Below(Blocks);
            if (rng.Below(4) == 0) cache.Read(Tags[block], 0, _into);
            else cache.Insert(step, Tags[block], 0, Payloads[block], Payloads[block].Length);
            var held = Held(cache);
            if (cache.Pending == 0) safe = held;
            else safe.IntersectWith(held);
        }

        cache.Close();
    }

    private void AssertServes(BlockCache cache, int block)
    {
        Assert.Equal(Payloads[block].Length, cache.Read(Tags[block], 0, _into));
        Assert.Equal(Payloads[block], _into[..Payloads[block].Length]);
    }

    private static HashSet<int> Held(BlockCache cache) => [.. Enumerable.Range(0, Blocks).Where(i => cache.Holds(Tags[i], 0))];

    private static BlockCache Make(RamFlash flash) =>
        new(new BlockCacheOptions { Blocks = 8, InsertsPerCommit = 3 }, flash, new HostHmac(), new HostCrc());
}
