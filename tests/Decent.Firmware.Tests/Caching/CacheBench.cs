using Decent.Firmware.Host.Ports;
using Decent.Firmware.Tests.Fakes;
using Decent.Peer.BlockCache;
using Decent.Peer.Ports;

namespace Decent.Firmware.Tests.Caching;

/// <summary>Numbered blocks, and a cache to put them in.</summary>
internal static class CacheBench
{
    private static readonly byte[][] Payloads = [.. Enumerable.Range(0, 400).Select(i => Some.Bytes(i, i == 3 ? 0 : i % 40 == 2 ? 4032 : 16 + i % 90))];
    private static readonly byte[][] Tags = [.. Payloads.Select(Some.TagOf)];

    public static byte[] Payload(int block) => Payloads[block];

    public static byte[] TagOf(int block) => Tags[block];

    public static BlockCacheOptions Options(int segments, int records, int insertsPerCommit = 8) => new()
    {
        Layout = new SegmentLayout(segments, records), InsertsPerCommit = insertsPerCommit, Admission = AdmissionMode.All,
    };

    public static BlockCache Make(IFlash flash, BlockCacheOptions options) => new(options, flash, new HostHmac(), new HostCrc());

    public static BlockCache Open(CutFlash flash, BlockCacheOptions options)
    {
        var cache = Make(flash, options);
        Assert.True(cache.Open());
        return cache;
    }

    public static InsertOutcome Insert(this BlockCache cache, int block, long nowMs = 0) =>
        cache.Insert(nowMs, Tags[block], 0, Payloads[block], Payloads[block].Length);

    public static bool Holds(this BlockCache cache, int block) => cache.Holds(Tags[block], 0);

    /// <summary>False when it is not held. What is served is right, or the test fails.</summary>
    public static bool Serves(this BlockCache cache, int block, byte[] into)
    {
        var count = cache.Read(Tags[block], 0, into);
        if (count < 0) return false;
        Assert.True(Payloads[block].AsSpan().SequenceEqual(into.AsSpan(0, count)), $"block {block} is served wrong");
        return true;
    }

    /// <summary>The numbers of the blocks in the order of eviction.</summary>
    public static int[] InOrder(this BlockCache cache)
    {
        List<int> blocks = [];
        var tag = new byte[16];
        for (var entry = cache.Order.Oldest; entry >= 0; entry = cache.Order.Newer(entry))
        {
            cache.CopyTag(entry, tag, 0);
            blocks.Add(Array.FindIndex(Tags, t => t.AsSpan().SequenceEqual(tag)));
        }

        return [.. blocks];
    }

    /// <summary>A drive of five files of four with the blocks 0 to count - 1, committed, and cut off without a stop.</summary>
    public static CutFlash Filled(int count)
    {
        var flash = new CutFlash();
        var cache = Open(flash, Options(5, 4, 1));
        for (var i = 0; i < count; i++) cache.Insert(i);
        var after = flash.Reboot();
        foreach (var name in after.Names.ToArray()) after.Put(name, [.. after.Bytes(name)]);
        return after;
    }
}
