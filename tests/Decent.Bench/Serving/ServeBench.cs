using System.Globalization;
using System.Security.Cryptography;
using Decent.Bench.Measuring;
using Decent.Content;
using Decent.Demo.Cluster;
using Decent.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Bench.Serving;

/// <summary>A real edge process beside nginx, both serving the same bytes from a warm page cache.</summary>
public sealed class ServeBench(Report report, Scratch scratch)
{
    private const string Part = "serve";
    private const double RoundSeconds = 3;
    private const string Limits = """
        What limits the edge: at 4 KiB the calls of the kernel and the changes of threads of one request (epoll, two recv, one read, one statx, one send),
        of which nginx has fewer; at 1 MiB and above the two copies of each byte, where nginx has sendfile. What is warm is not hashed again.
        """;

    private static readonly (string Name, long Bytes)[] Files = [("4 KiB", 4096), ("1 MiB", 1 << 20), ("100 MiB", 100 << 20)];

    /// <summary>Interleaved rounds of wrk for each size; says why when it cannot.</summary>
    public async Task RunAsync(int rounds, CancellationToken ct)
    {
        if (Tools.Find("nginx") is not { } nginx || Tools.Find("wrk") is not { } wrk)
        {
            report.Say("serve: skipped, because nginx or wrk is not installed.");
            return;
        }

        report.Say($"serve: wrk -t1 -c8 -d3s, {rounds} interleaved rounds, wrk and server on the same cores");
        string prefix = scratch.Path("nginx");
        Dictionary<string, Cid> cids = await PrepareAsync(Path.Combine(prefix, "www"), ct);
        await using Daemon edge = await EdgeProcess.StartAsync(scratch.Path("e"), "127.0.0.31", FreePort.Udp(), ct);
        await using NginxServer other = await NginxServer.StartAsync(nginx, prefix, ct);
        List<string> memory = [Resident(edge)];
        report.Say(NginxServer.Configuration("PREFIX", other.Address.Port, NginxServer.Files("PREFIX")));
        foreach ((string name, long bytes) in Files)
        {
            Uri own = new(EdgeProcess.Address(edge), $"ipfs/{cids[name]}");
            Uri theirs = new(other.Address, Uri.EscapeDataString(name));
            await SameAsync(own, theirs, ct);
            Side ours = new(edge.ProcessId), nginxSide = new(other.WorkerId);
            for (int round = 0; round < rounds; round++)
            {
                ours.Add(await ours.MeasureAsync(() => WrkRun.TakeAsync(wrk, own, ct)));
                nginxSide.Add(await nginxSide.MeasureAsync(() => WrkRun.TakeAsync(wrk, theirs, ct)));
            }

            Add(name, bytes, ours, nginxSide);
        }

        memory.Add(Resident(edge));
        report.Say(string.Create(CultureInfo.InvariantCulture, $"  the edge's memory after {QuietMemory.All.TotalSeconds:0} s without requests ..."));
        await Task.Delay(QuietMemory.All, TimeProvider.System, ct);
        memory.Add(Resident(edge));
        report.Add(new Figure(Part, "edge resident: started with content, at the end of the load, quiet again", string.Join(", ", memory), "", "", ""));
        report.Say(Limits);
    }

    private static string Resident(Daemon edge) =>
        string.Create(CultureInfo.InvariantCulture, $"{ProcessCost.Of(edge.ProcessId).ResidentBytes / 1e6:0} MB");

    private void Add(string name, long bytes, Side ours, Side nginx)
    {
        double ratio = Median.Of(ours.Runs.Zip(nginx.Runs, (own, other) => own.AnswersPerSecond(bytes) / other.AnswersPerSecond(bytes)));
        report.Add(new Figure(Part, $"edge, {name}", ours.Speed(bytes), "nginx: " + nginx.Speed(bytes),
            string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00}"), $"edge {ours.Memory}; nginx {nginx.Memory}"));
    }

    private async Task<Dictionary<string, Cid>> PrepareAsync(string www, CancellationToken ct)
    {
        Dictionary<string, Cid> cids = [];
        using ContentStore store = ContentStore.Open(
            new ContentStoreOptions { Folder = scratch.Path("e/content") }, TimeProvider.System, NullLogger<ContentStore>.Instance);
        foreach ((string name, long bytes) in Files)
        {
            string file = scratch.Noise(Path.Combine(www, name), bytes);
            cids[name] = (await store.ImportAsync(file, null, ct)).Root;
        }

        return cids;
    }

    /// <summary>The same bytes on both sides; this warms them too.</summary>
    private static async Task SameAsync(Uri own, Uri theirs, CancellationToken ct)
    {
        using HttpClient http = new();
        byte[][] digests = await Task.WhenAll(((Uri[])[own, theirs]).Select(async address =>
            await SHA256.HashDataAsync(await http.GetStreamAsync(address, ct), ct)));
        if (!digests[0].AsSpan().SequenceEqual(digests[1]))
        {
            throw new InvalidOperationException($"{own} and {theirs} serve different bytes.");
        }
    }

    private sealed class Side(int process)
    {
        private readonly List<double> _cpuPerGigabyte = [];

        public List<WrkRun> Runs { get; } = [];

        public string Memory
        {
            get
            {
                ProcessCost cost = ProcessCost.Of(process);
                return string.Create(CultureInfo.InvariantCulture, $"{cost.ResidentBytes / 1048576.0:0} MiB, peak {cost.PeakResidentBytes / 1048576.0:0}");
            }
        }

        public async Task<WrkRun> MeasureAsync(Func<Task<WrkRun>> wrk)
        {
            double before = ProcessCost.Of(process).CpuSeconds;
            WrkRun run = await wrk();
            _cpuPerGigabyte.Add((ProcessCost.Of(process).CpuSeconds - before) / (run.BytesPerSecond * RoundSeconds / 1e9));
            return run;
        }

        public void Add(WrkRun run) => Runs.Add(run);

        public string Speed(long bytes)
        {
            double answers = Median.Of(Runs.Select(run => run.AnswersPerSecond(bytes)));
            double p50 = Median.Of(Runs.Select(run => run.P50Ms)), p99 = Median.Of(Runs.Select(run => run.P99Ms));
            return string.Create(CultureInfo.InvariantCulture,
                $"{answers:0.#} requests/s, {answers * bytes / 1e6:0} MB/s, p50 {p50:0.00} ms, p99 {p99:0.00} ms, {Median.Of(_cpuPerGigabyte):0.00} CPU s/GB");
        }
    }
}
