using System.Diagnostics;
using System.Globalization;
using Decent.Peer.BlockCache;
using Decent.World.Caching;

namespace Decent.Bench.Cache;

/// <summary>Every policy over the same requests, beside what the research measured with its own.</summary>
public sealed class CacheBench(TextWriter output)
{
    private const ulong Seed = 20_261_121;
    private static readonly RequestTrace Zipf08 = new("Zipf 0.8", 0.8);
    private static readonly RequestTrace Zipf10 = new("Zipf 1.0", 1.0);
    private static readonly RequestTrace Scan10 = new("Zipf 1.0, scans 2000:512", 1.0, ScanEvery: 2_000, ScanLength: 512);
    private static readonly RequestTrace Scan08 = new("Zipf 0.8, scans 2000:1024", 0.8, ScanEvery: 2_000, ScanLength: 1_024);
    private static readonly RequestTrace Drift10 = new("Zipf 1.0, drift 5 % / 2,000", 1.0, DriftEvery: 2_000, DriftPart: 0.05);

    // Hit ratio in percent and writes for each hit; research/flash-and-device.md, section 2.
    private static readonly (RequestTrace Trace, int Slots, string[] Research)[] Rows =
    [
        (Zipf08, 256, ["24.9 / 3.01", "35.4 / 0.12", "37.5 / 1.66", "38.4 / 0.08", "36.6 / 1.73"]),
        (Zipf10, 256, ["50.3 / 0.99", "59.4 / 0.06", "61.0 / 0.64", "61.7 / 0.04", "60.1 / 0.66"]),
        (Scan10, 256, ["38.3 / 1.61", "47.2 / 0.06", "48.7 / 1.05", "49.0 / 0.04", "48.0 / 1.08"]),
        (Scan08, 256, ["15.7 / 5.38", "23.2 / 0.12", "25.0 / 3.01", "25.5 / 0.07", "24.4 / 3.10"]),
        (Drift10, 256, ["50.1 / 0.99", "58.3 / 0.07", "54.8 / 0.83", "58.1 / 0.06", "58.6 / 0.71"]),
        (Zipf08, 1_024, ["44.1 / 1.26", "51.5 / 0.17", "55.0 / 0.82", "55.8 / 0.12", "53.4 / 0.87"]),
        (Zipf10, 1_024, ["67.9 / 0.47", "73.0 / 0.07", "75.1 / 0.33", "75.8 / 0.06", "74.2 / 0.35"]),
        (Scan10, 1_024, ["48.5 / 1.06", "57.9 / 0.06", "59.6 / 0.68", "60.3 / 0.03", "59.4 / 0.68"]),
        (Scan08, 1_024, ["23.4 / 3.28", "33.5 / 0.13", "36.2 / 1.76", "36.9 / 0.05", "36.1 / 1.77"]),
        (Drift10, 1_024, ["67.2 / 0.49", "70.4 / 0.09", "64.8 / 0.54", "67.6 / 0.10", "70.2 / 0.42"]),
    ];

    private static readonly (string Name, Func<int, ICachePolicy> Make)[] Columns =
    [
        ("LRU", slots => new OrderedCache(slots, new LruOrder(slots), AdmissionMode.All)),
        ("LRU + second", slots => new OrderedCache(slots, new LruOrder(slots), AdmissionMode.Second)),
        ("SIEVE", slots => new OrderedCache(slots, new SieveOrder(slots), AdmissionMode.All)),
        ("SIEVE + second", slots => new OrderedCache(slots, new SieveOrder(slots), AdmissionMode.Second)),
        ("S3-FIFO", slots => new S3Fifo(slots)),
    ];

    /// <summary>Prints a Markdown table; a second or two for each million requests of each row.</summary>
    public void Run(int requests)
    {
        long began = Stopwatch.GetTimestamp();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{requests:N0} requests, {RequestTrace.Objects:N0} objects, the first fifth not counted, seed {Seed}."));
        output.WriteLine("Hit ratio in percent / flash writes for each hit; in brackets the research's.");
        output.WriteLine();
        output.WriteLine($"| trace | slots | {string.Join(" | ", Columns.Select(column => column.Name))} |");
        output.WriteLine($"| --- | --- |{string.Concat(Columns.Select(_ => " --- |"))}");
        foreach ((RequestTrace trace, int slots, string[] research) in Rows)
        {
            int[] drawn = trace.Draw(requests, Seed);
            IEnumerable<string> cells = Columns.Zip(research, (column, cell) => $"{Measure(column.Make(slots), drawn)} ({cell})");
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {trace.Name} | {slots:N0} | {string.Join(" | ", cells)} |"));
        }

        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s"));
    }

    private static string Measure(ICachePolicy policy, int[] requests)
    {
        int warm = requests.Length / 5;
        long hits = 0;
        long before = 0;
        for (int i = 0; i < requests.Length; i++)
        {
            if (i == warm) before = policy.Writes;
            if (policy.Ask(requests[i]) && i >= warm) hits++;
        }

        double writes = policy.Writes - before;
        return string.Create(CultureInfo.InvariantCulture, $"{100.0 * hits / (requests.Length - warm):0.0} / {writes / Math.Max(1, hits):0.00}");
    }
}
