using System.Globalization;
using System.Net;
using Decent.Bench.Measuring;
using Decent.Bench.Serving;
using Decent.Content;
using Decent.Demo.Cluster;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Bench.Lookups;

/// <summary>Time to the first verified block on loopback, and how fast small blocks flow from one edge and from one board.</summary>
public sealed class LookupBench(Report report, Scratch scratch)
{
    private const string Part = "lookup";
    private const int Lookups = 500;
    private const long FileBytes = 1 << 20;
    private const int BoardOffers = 100_000;
    private const int Unlimited = 100_000_000;
    private const string EdgeAddress = "127.0.0.31";
    private const string BoardAddress = "127.0.0.32";
    private const string AskerAddress = "127.0.0.33";
    private const string StrangerAddress = "127.0.0.35";
    private const int Strangers = 200;

    // An edge answers one source 100 times a second: a known holder would answer far more often, and be silent.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(12);

    /// <summary>500 lookups of each kind, interleaved; then whole files.</summary>
    public async Task RunAsync(int rounds, CancellationToken ct)
    {
        report.Say($"lookup: {Lookups} of each kind ({Strangers} strangers), holder a real edge process, asker the real LAN loop in this process");
        report.Say($"        then files of {FileBytes} bytes");
        Manifest manifest = await PrepareAsync(ct);
        int lanPort = FreePort.Udp();
        await using Daemon edge = await EdgeProcess.StartAsync(scratch.Path("e"), EdgeAddress, lanPort, ct);
        await using (Asker asker = new(AskerAddress, lanPort))
        {
            await FirstBytesAsync(asker, new IPEndPoint(IPAddress.Parse(EdgeAddress), lanPort), manifest, ct);
            await FromStrangerAsync(manifest, lanPort, ct);
            await FromEdgeAsync(asker, edge, manifest, rounds, ct);
        }

        await FromBoardAsync("as shipped", BoardOffers, EdgeProcess.Address(edge), manifest, 1, ct);
        await FromBoardAsync("its limit lifted", Unlimited, EdgeProcess.Address(edge), manifest, rounds, ct);
    }

    private async Task<Manifest> PrepareAsync(CancellationToken ct)
    {
        string file = scratch.Noise("small", FileBytes);
        using ContentStore store = ContentStore.Open(
            new ContentStoreOptions { Folder = scratch.Path("e/content") }, TimeProvider.System, NullLogger<ContentStore>.Instance);
        return await store.ImportAsync(file, null, ct);
    }

    private async Task FirstBytesAsync(Asker asker, IPEndPoint holder, Manifest manifest, CancellationToken ct)
    {
        using KnownHolder known = new("127.0.0.34", holder);
        using PeriodicTimer timer = new(Pace);
        List<TimeSpan> asked = [], got = [], heard = [];
        await known.AskAndGetAsync(manifest, 0, ct);
        await asker.FirstByteAsync(manifest, 0, ct);
        for (int i = 0; i < Lookups; i++)
        {
            int leaf = i % manifest.LeafCount;
            asked.Add(await known.AskAndGetAsync(manifest, leaf, ct));
            got.Add(await known.GetAsync(manifest, leaf, ct));
            heard.Add(await asker.FirstByteAsync(manifest, leaf, ct));
            await timer.WaitForNextTickAsync(ct);
        }

        report.Add(Line("known holder, GET with a cookie that is good", got, 10));
        report.Add(Line("known holder, unicast WANT, then GET", asked, 10));
        report.Add(Line("known holder, the LAN loop's own lookup", heard, 10));
    }

    /// <summary>An asker that has never met the holder: a loop of its own for each lookup.</summary>
    private async Task FromStrangerAsync(Manifest manifest, int lanPort, CancellationToken ct)
    {
        List<TimeSpan> heard = [];
        for (int i = 0; i < Strangers; i++)
        {
            await using Asker stranger = new(StrangerAddress, lanPort);
            heard.Add(await stranger.FirstByteAsync(manifest, i % manifest.LeafCount, ct));
        }

        report.Add(Line("broadcast to strangers, HAVE after 0-50 ms", heard, 60));
    }

    private static Figure Line(string what, List<TimeSpan> times, double targetMs)
    {
        double[] ms = [.. times.Select(time => time.TotalMilliseconds)];
        double p50 = Median.Percentile(ms, 50);
        return new Figure(Part, what,
            string.Create(CultureInfo.InvariantCulture, $"p50 {p50:0.00} ms, p95 {Median.Percentile(ms, 95):0.00} ms, p99 {Median.Percentile(ms, 99):0.00} ms"),
            string.Create(CultureInfo.InvariantCulture, $"target: p50 {targetMs:0} ms"),
            string.Create(CultureInfo.InvariantCulture, $"{p50 / targetMs:0.00}"), "");
    }

    private async Task FromEdgeAsync(Asker asker, Daemon edge, Manifest manifest, int rounds, CancellationToken ct)
    {
        List<double> speeds = [];
        using PeriodicTimer refill = new(TimeSpan.FromSeconds(1));
        for (int round = 0; round < rounds; round++)
        {
            await refill.WaitForNextTickAsync(ct);
            speeds.Add(await asker.GoodputAsync(manifest, ct));
        }

        report.Add(Goodput("1 MiB in small blocks from one edge", speeds, "it offers 10.0 MB/s", ProcessCost.Of(edge.ProcessId)));
    }

    private async Task FromBoardAsync(string how, int offered, Uri edge, Manifest manifest, int rounds, CancellationToken ct)
    {
        int lanPort = FreePort.Udp();
        await using BoardNode board = await BoardProcess.StartAsync(scratch, BoardAddress, lanPort, edge, offered, 512, ct);
        await BoardProcess.FillAsync(board, manifest, ct);
        await using Asker asker = new(AskerAddress, lanPort);
        List<double> speeds = [];
        for (int round = 0; round < rounds; round++)
        {
            speeds.Add(await asker.GoodputAsync(manifest, ct));
        }

        report.Add(Goodput($"1 MiB in small blocks from one simulated board, {how}", speeds,
            string.Create(CultureInfo.InvariantCulture, $"it offers {offered / 1e6:0.0} MB/s"), ProcessCost.Of(board.Daemon.ProcessId)));
    }

    private static Figure Goodput(string what, List<double> speeds, string against, ProcessCost cost) => new(Part, what,
        string.Create(CultureInfo.InvariantCulture, $"{Median.Of(speeds) / 1e6:0.00} MB/s"), against, "",
        string.Create(CultureInfo.InvariantCulture, $"holder {cost.ResidentBytes / 1048576.0:0} MiB, peak {cost.PeakResidentBytes / 1048576.0:0}"));
}
