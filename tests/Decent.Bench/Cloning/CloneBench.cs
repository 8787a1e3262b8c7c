using System.Diagnostics;
using System.Globalization;
using Decent.Bench.Measuring;
using Decent.Demo.Cluster;
using Decent.Peer;

namespace Decent.Bench.Cloning;

/// <summary>One branch of many from a real instance, beside stock git http-backend on the very same repository.</summary>
public sealed class CloneBench(Report report, Scratch scratch)
{
    private const string Part = "clone";
    private const int PairsPerRound = 7;
    private static readonly TimeSpan ReplayBudget = TimeSpan.FromMinutes(30);
    private readonly Rng _rng = new(1);

    /// <summary>Interleaved rounds of each way; says why when it cannot.</summary>
    public async Task RunAsync(int branches, int rounds, CancellationToken ct)
    {
        if (Tools.Find("nginx") is not { } nginx || Tools.Find("fcgiwrap") is not { } fcgiwrap)
        {
            report.Say("clone: skipped, because nginx or fcgiwrap is not installed.");
            return;
        }

        report.Say($"clone: one branch of {branches}, {rounds} interleaved rounds of {PairsPerRound}");
        string state = scratch.Path("i");
        await MakeAsync(state, branches, ct);
        long start = Stopwatch.GetTimestamp();
        await using Daemon instance = await InstanceAsync(state, ct);
        report.Say(Text($"  the instance's start with its replay: {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s"));
        await using StockGit stock = await StockGit.StartAsync(nginx, fcgiwrap, scratch.Path("n"), Path.Combine(state, "tenants"), ct);
        report.Say(StockGit.Locations("SOCKET", "GIT-HTTP-BACKEND", "TENANTS"));
        Side ours = new(new Uri(Address(instance), "git/"), [instance.ProcessId]), theirs = new(stock.Address, stock.Processes) { IsStock = true };
        foreach (CloneWay way in CloneWay.All)
        {
            await MeasureAsync(way, ours, theirs, branches, rounds, ct);
        }
    }

    private async Task MeasureAsync(CloneWay way, Side ours, Side theirs, int branches, int rounds, CancellationToken ct)
    {
        long[] bytes = [await BytesAsync(way, ours, branches, ct), await BytesAsync(way, theirs, branches, ct)];
        List<double> own = [], other = [], ratios = [];
        for (int round = 0; round < rounds; round++)
        {
            List<double> mine = [], stock = [];
            for (int pair = 0; pair < PairsPerRound; pair++)
            {
                string branch = ManyBranches.Branch(_rng.Below(branches));
                mine.Add(await RunAsync(way, ours, branch, ct));
                stock.Add(await RunAsync(way, theirs, branch, ct));
            }

            own.Add(Median.Of(mine));
            other.Add(Median.Of(stock));
            ratios.Add(Median.Of(mine) / Median.Of(stock));
        }

        long[] memory = [await MemoryAsync(way, ours, branches, ct), await MemoryAsync(way, theirs, branches, ct)];
        report.Add(new Figure(
            Part, way.Name, Text($"{Median.Of(own) * 1000:0} ms, {bytes[0]} bytes besides the pack"),
            Text($"git http-backend: {Median.Of(other) * 1000:0} ms, {bytes[1]} bytes"), Text($"{Median.Of(ratios):0.00}"),
            Text($"instance {memory[0] / 1048576.0:0} MiB peak with its git; nginx, fcgiwrap and git {memory[1] / 1048576.0:0}")));
    }

    /// <summary>What the server says besides the pack, headers and all.</summary>
    private async Task<long> BytesAsync(CloneWay way, Side side, int branches, CancellationToken ct)
    {
        await using CountingProxy proxy = new(new Uri(side.Url));
        string to = scratch.Path("c");
        await way.RunAsync(proxy.Address.AbsoluteUri, side.IsStock, ManyBranches.Branch(_rng.Below(branches)), to, ct);
        long pack = Directory.EnumerateFiles(Path.Combine(to, ".git/objects/pack"), "*.pack").Sum(file => new FileInfo(file).Length);
        scratch.Drop("c");
        return pack > 0 ? proxy.Bytes - pack : throw new InvalidOperationException("The clone has no pack.");
    }

    private Task<long> MemoryAsync(CloneWay way, Side side, int branches, CancellationToken ct) =>
        ResidentPeak.DuringAsync(side.Processes, () => RunAsync(way, side, ManyBranches.Branch(_rng.Below(branches)), ct));

    private async Task<double> RunAsync(CloneWay way, Side side, string branch, CancellationToken ct)
    {
        double seconds = await way.RunAsync(side.Url, side.IsStock, branch, scratch.Path("c"), ct);
        scratch.Drop("c");
        return seconds;
    }

    private async Task MakeAsync(string state, int branches, CancellationToken ct)
    {
        scratch.Plain("first", 1000);
        await using (Daemon instance = await InstanceAsync(state, ct))
        {
            await CommandLine.DoAsync(Programs.Instance, ["publish", scratch.Path("first"), "--as", "home/first", "--state", state], ct);
            await instance.StopAsync();
        }

        await ManyBranches.AddAsync(Path.Combine(state, "tenants/home/_data.git"), branches, scratch.Path("marks"), ct);
    }

    private static Task<Daemon> InstanceAsync(string state, CancellationToken ct) => Daemon.StartAsync(
        Programs.Instance, ["run", "--state", state, "--listen", "127.0.0.1:0", "--no-broker"], "listening on", ReplayBudget, ct);

    private static Uri Address(Daemon instance) =>
        new(instance.ReadyLine[instance.ReadyLine.IndexOf("http://", StringComparison.Ordinal)..].Split(' ')[0]);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class Side(Uri repositories, IReadOnlyList<int> processes)
    {
        public string Url { get; } = new Uri(repositories, "home/_data.git").AbsoluteUri;

        public bool IsStock { get; init; }

        public IReadOnlyList<int> Processes => processes;
    }
}
