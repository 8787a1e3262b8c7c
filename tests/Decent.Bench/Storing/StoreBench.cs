using System.Diagnostics;
using System.Globalization;
using Decent.Bench.Measuring;
using Decent.Content;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Bench.Storing;

/// <summary>A store of 10,000 objects: how soon it serves, and how fast it gives single blocks and leaves.</summary>
public sealed class StoreBench(Report report, Scratch scratch)
{
    private const string Part = "store";
    private const int Objects = 10_000;
    private const int ObjectBytes = 6_000;
    private const int Reads = 20_000;

    /// <summary>Fills the store once, then interleaves everything else.</summary>
    public async Task RunAsync(int rounds, CancellationToken ct)
    {
        report.Say($"store: {Objects} objects of {ObjectBytes} bytes");
        (Manifest manifest, double filling) = await FillAsync(ct);
        string cid = manifest.Entries[0].Cid.ToString();
        List<Sample> inOrder = [], killed = [];
        List<double> blocks = [], leaves = [], lookups = [];
        for (int round = 0; round < rounds; round++)
        {
            inOrder.Add(await Sample.TakeAsync(["open-and-close", scratch.Path("store"), cid], ct));
            using (ContentStore store = Open())
            {
                blocks.Add(Rate(Reads, i => ReadBlock(store, manifest, i)));
                leaves.Add(Rate(Reads, i => ReadLeaf(store, manifest, i)));
                using ContentReader reader = store.OpenObject(manifest.Entries[0].Cid)!;
                byte[] buffer = new byte[Chunking.SmallChunk];
                lookups.Add(await RateAsync(Reads, async i => Demand(await reader.ReadLeafAsync(i % reader.LeafCount, buffer, ct) > 0)));
            }

            // The first leaves the store as a killed process would; the second finds it so.
            await Sample.TakeAsync(["open-and-die", scratch.Path("store"), cid], ct);
            killed.Add(await Sample.TakeAsync(["open-and-close", scratch.Path("store"), cid], ct));
        }

        AddOpen("open to the first verified byte, closed in order before", inOrder);
        AddOpen("open to the first verified byte, killed before", killed);
        Add("filled by one import", $"{filling:0} objects/s");
        Add("ReadBlock by tag (index, open, read, HMAC)", $"{Median.Of(blocks):0} blocks/s, {Median.Of(blocks) * ObjectBytes / 2 / 1e6:0} MB/s");
        Add("OpenObject and one ReadLeaf of it", $"{Median.Of(leaves):0} leaves/s");
        Add("ReadLeafAsync of an open object (read, SHA-256)", $"{Median.Of(lookups):0} leaves/s");
        long index = Directory.GetFiles(scratch.Path("store"), "index.db*").Sum(file => new FileInfo(file).Length);
        Add("index.db", $"{index / 1e6:0.0} MB, {index / (double)Objects:0} bytes an object of 2 blocks");
        scratch.Drop("store");
    }

    private async Task<(Manifest Manifest, double PerSecond)> FillAsync(CancellationToken ct)
    {
        for (int i = 0; i < Objects; i++)
        {
            // Folders of 1,000: a wider one would exceed the limit of a directory node.
            scratch.Plain($"source/{i / 1000:D2}/{i:D5}", ObjectBytes);
        }

        using ContentStore store = Open();
        long start = Stopwatch.GetTimestamp();
        Manifest manifest = await store.ImportAsync(scratch.Path("source"), null, ct);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        scratch.Drop("source");
        return (manifest, Objects / seconds);
    }

    private ContentStore Open() => ContentStore.Open(
        new ContentStoreOptions { Folder = scratch.Path("store"), BytesMax = long.MaxValue }, TimeProvider.System, NullLogger<ContentStore>.Instance);

    private static void ReadBlock(ContentStore store, Manifest manifest, int i)
    {
        Span<byte> buffer = stackalloc byte[Chunking.SmallChunk];
        Demand(store.ReadBlock(manifest.LeafTag(Spread(i, manifest.LeafCount)), buffer) > 0);
    }

    private static void ReadLeaf(ContentStore store, Manifest manifest, int i)
    {
        Span<byte> buffer = stackalloc byte[Chunking.SmallChunk];
        using ContentReader? reader = store.OpenObject(manifest.Entries[Spread(i, manifest.Entries.Count)].Cid);
        Demand(reader?.ReadLeaf(0, buffer) > 0);
    }

    /// <summary>Visits all in an order that no cache expects; 7,919 is prime and divides neither count.</summary>
    private static int Spread(int i, int count) => (int)(i * 7919L % count);

    private static double Rate(int count, Action<int> read)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            read(i);
        }

        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<double> RateAsync(int count, Func<int, Task> read)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            await read(i);
        }

        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Demand(bool given)
    {
        if (!given)
        {
            throw new InvalidOperationException("The store did not give what it holds.");
        }
    }

    private void AddOpen(string what, List<Sample> samples) => report.Add(new Figure(Part, what,
        Text($"{Median.Of(samples.Select(sample => sample.Seconds)) * 1000:0} ms"), "", "",
        Text($"{samples.Max(sample => sample.PeakResidentBytes) / 1048576.0:0} MiB peak")));

    private void Add(string what, FormattableString value) => report.Add(new Figure(Part, what, Text(value), "", "", ""));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
