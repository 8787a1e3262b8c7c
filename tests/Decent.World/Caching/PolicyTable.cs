using Decent.Peer.BlockCache;

namespace Decent.World.Caching;

/// <summary>Every policy over the same requests, beside what the research measured with its own.</summary>
public static class PolicyTable
{
    private static readonly RequestTrace Zipf08 = new("Zipf 0.8", 0.8);
    private static readonly RequestTrace Zipf10 = new("Zipf 1.0", 1.0);
    private static readonly RequestTrace Scan10 = new("Zipf 1.0, scans 2000:512", 1.0, ScanEvery: 2_000, ScanLength: 512);
    private static readonly RequestTrace Scan08 = new("Zipf 0.8, scans 2000:1024", 0.8, ScanEvery: 2_000, ScanLength: 1_024);
    private static readonly RequestTrace Drift10 = new("Zipf 1.0, drift 5 % / 2,000", 1.0, DriftEvery: 2_000, DriftPart: 0.05);

    private static readonly (string Name, Func<int, ICachePolicy> Make)[] Columns =
    [
        ("LRU", slots => new OrderedCache(slots, new LruOrder(slots), AdmissionMode.All)),
        ("LRU + second", slots => new OrderedCache(slots, new LruOrder(slots), AdmissionMode.Second)),
        ("SIEVE", slots => new OrderedCache(slots, new SieveOrder(slots), AdmissionMode.All)),
        ("SIEVE + second", slots => new OrderedCache(slots, new SieveOrder(slots), AdmissionMode.Second)),
        ("S3-FIFO", slots => new S3Fifo(slots)),
    ];

    // Research: flash-and-device.md, section 2; one column after the other.
    private static readonly (RequestTrace Trace, int Slots, PolicyResult[] Research)[] Rows =
    [
        (Zipf08, 256, [new(24.9, 3.01), new(35.4, 0.12), new(37.5, 1.66), new(38.4, 0.08), new(36.6, 1.73)]),
        (Zipf10, 256, [new(50.3, 0.99), new(59.4, 0.06), new(61.0, 0.64), new(61.7, 0.04), new(60.1, 0.66)]),
        (Scan10, 256, [new(38.3, 1.61), new(47.2, 0.06), new(48.7, 1.05), new(49.0, 0.04), new(48.0, 1.08)]),
        (Scan08, 256, [new(15.7, 5.38), new(23.2, 0.12), new(25.0, 3.01), new(25.5, 0.07), new(24.4, 3.10)]),
        (Drift10, 256, [new(50.1, 0.99), new(58.3, 0.07), new(54.8, 0.83), new(58.1, 0.06), new(58.6, 0.71)]),
        (Zipf08, 1_024, [new(44.1, 1.26), new(51.5, 0.17), new(55.0, 0.82), new(55.8, 0.12), new(53.4, 0.87)]),
        (Zipf10, 1_024, [new(67.9, 0.47), new(73.0, 0.07), new(75.1, 0.33), new(75.8, 0.06), new(74.2, 0.35)]),
        (Scan10, 1_024, [new(48.5, 1.06), new(57.9, 0.06), new(59.6, 0.68), new(60.3, 0.03), new(59.4, 0.68)]),
        (Scan08, 1_024, [new(23.4, 3.28), new(33.5, 0.13), new(36.2, 1.76), new(36.9, 0.05), new(36.1, 1.77)]),
        (Drift10, 1_024, [new(67.2, 0.49), new(70.4, 0.09), new(64.8, 0.54), new(67.6, 0.10), new(70.2, 0.42)]),
    ];

    /// <summary>Names of the policies, in the order of the results.</summary>
    public static IReadOnlyList<string> Policies { get; } = [.. Columns.Select(column => column.Name)];

    /// <summary>A Markdown table's two lines above the rows.</summary>
    public static string Head => $"| trace | slots | {string.Join(" | ", Policies)} |\n| --- | --- |{string.Concat(Policies.Select(_ => " --- |"))}";

    /// <summary>One row after the other; a second or two for each million requests of each row.</summary>
    public static IEnumerable<PolicyRow> Run(int requests, ulong seed)
    {
        foreach ((RequestTrace trace, int slots, PolicyResult[] research) in Rows)
        {
            int[] drawn = trace.Draw(requests, seed);
            yield return new PolicyRow(trace, slots, [.. Columns.Select(column => PolicyResult.Measure(column.Make(slots), drawn))], research);
        }
    }
}
