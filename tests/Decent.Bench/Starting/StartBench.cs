using System.Diagnostics;
using System.Globalization;
using Decent.Bench.Measuring;
using Decent.Bench.Serving;
using Decent.Content;
using Decent.Demo.Cluster;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Bench.Starting;

/// <summary>An edge with a full cache: from the start of its process to the first byte that it serves, by how the process before it ended.</summary>
public sealed class StartBench(Report report, Scratch scratch)
{
    private const string Part = "start";
    private const int LargeBytes = 100 << 20;

    private static readonly End[] Usual = [End.InOrder, End.Killed];

    /// <summary>2,000 files of 1 MiB and one of 100 MiB, say; the usual ends in each round, the loss of the index once.</summary>
    public async Task RunAsync(int files, int rounds, CancellationToken ct)
    {
        report.Say($"start: an edge with {files} files of 1 MiB and one of 100 MiB, {rounds} interleaved rounds");
        Manifest manifest = await FillAsync(files, ct);
        foreach (End end in Usual)
        {
            await MeasureAsync(manifest, end, ct); // The first of each is not counted: it reads programs from the disk.
        }

        Dictionary<End, List<Start>> starts = Enum.GetValues<End>().ToDictionary(end => end, _ => new List<Start>());
        for (int round = 0; round < rounds; round++)
        {
            foreach (End end in Usual)
            {
                starts[end].Add(await MeasureAsync(manifest, end, ct));
            }
        }

        starts[End.IndexLost].Add(await MeasureAsync(manifest, End.IndexLost, ct));

        foreach ((End end, List<Start> taken) in starts)
        {
            Add(Words(end), taken);
        }
    }

    private void Add(string what, List<Start> taken)
    {
        double seconds = Median.Of(taken.Select(start => start.Seconds)), slowest = taken.Max(start => start.Seconds);
        double memory = Median.Of(taken.Select(start => start.Cost.ResidentBytes / 1e6)), cpu = Median.Of(taken.Select(start => start.Cost.CpuSeconds));
        report.Add(new Figure(Part, what, Text($"{seconds:0.00} s, slowest {slowest:0.00} s"), "", "", Text($"{memory:0} MB, {cpu:0.00} CPU s")));
    }

    private static string Words(End end) => end switch
    {
        End.InOrder => "process start to first byte, stopped in order before",
        End.Killed => "process start to first byte, killed before (kill -9)",
        _ => "process start to first byte, killed before and index.db lost",
    };

    private async Task<Manifest> FillAsync(int files, CancellationToken ct)
    {
        for (int i = 0; i < files; i++)
        {
            scratch.Plain($"source/{i / 1000:D2}/{i:D5}", 1 << 20);
        }

        scratch.Noise("source/large", LargeBytes);
        using ContentStore store = ContentStore.Open(
            new ContentStoreOptions { Folder = scratch.Path("e/content"), BytesMax = long.MaxValue }, TimeProvider.System, NullLogger<ContentStore>.Instance);
        Manifest manifest = await store.ImportAsync(scratch.Path("source"), null, ct);
        scratch.Drop("source");
        return manifest;
    }

    /// <summary>Starts an edge that ends in this way, and then the one that is measured.</summary>
    private async Task<Start> MeasureAsync(Manifest manifest, End end, CancellationToken ct)
    {
        await using (Daemon before = await StartAsync(ct))
        {
            await FirstByteAsync(before, manifest, ct);
            if (end == End.InOrder)
            {
                await before.StopAsync();
            }
        }

        if (end == End.IndexLost)
        {
            Array.ForEach(Directory.GetFiles(scratch.Path("e/content"), "index.db*"), File.Delete);
        }

        long start = Stopwatch.GetTimestamp();
        await using Daemon edge = await StartAsync(ct);
        await FirstByteAsync(edge, manifest, ct);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        ProcessCost cost = ProcessCost.Of(edge.ProcessId);
        report.Say(Text($"  {Words(end)}: {seconds:0.00} s"));
        await AllThereAsync(edge, manifest, ct);
        return new Start(seconds, cost);
    }

    private Task<Daemon> StartAsync(CancellationToken ct) =>
        EdgeProcess.StartAsync(scratch.Path("e"), "127.0.0.31", FreePort.Udp(), ct, "--cache", "100000000000");

    private static async Task FirstByteAsync(Daemon edge, Manifest manifest, CancellationToken ct)
    {
        using HttpClient http = new();
        await using Stream body = await http.GetStreamAsync(Address(edge, manifest.Entries[^2]), ct);
        await body.ReadExactlyAsync(new byte[1], ct);
    }

    /// <summary>A start that lost content would be a quick one.</summary>
    private static async Task AllThereAsync(Daemon edge, Manifest manifest, CancellationToken ct)
    {
        using HttpClient http = new();
        foreach (ManifestEntry entry in manifest.Entries.Where((_, i) => i % 50 == 0).Append(manifest.Entries[^1]))
        {
            using HttpRequestMessage head = new(HttpMethod.Head, Address(edge, entry));
            using HttpResponseMessage answer = await http.SendAsync(head, ct);
            if (!answer.IsSuccessStatusCode || answer.Content.Headers.ContentLength != entry.Size)
            {
                throw new InvalidOperationException($"The edge lost {entry.Path} ({(int)answer.StatusCode}):\n{edge.Output}");
            }
        }
    }

    private static Uri Address(Daemon edge, ManifestEntry entry) => new(EdgeProcess.Address(edge), $"ipfs/{entry.Cid}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Start(double Seconds, ProcessCost Cost);

    private enum End
    {
        InOrder,
        Killed,
        IndexLost,
    }
}
