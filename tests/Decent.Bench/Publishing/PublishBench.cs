using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Decent.Bench.Measuring;
using Decent.Demo.Cluster;

namespace Decent.Bench.Publishing;

/// <summary>Many small resources in one call beside raw <c>git fast-import</c> of the same objects, and a start with them.</summary>
public sealed class PublishBench(Report report, Scratch scratch)
{
    private const string Part = "publish";
    private const int FileBytes = 400;
    private const int Folders = 100;

    /// <summary>The same objects both ways, in interleaved rounds.</summary>
    public async Task RunAsync(int resources, int rounds, CancellationToken ct)
    {
        report.Say($"publish: {resources} resources of {FileBytes} bytes, {rounds} interleaved rounds");
        for (int i = 0; i < resources; i++)
        {
            scratch.Plain($"source/{i % Folders:D3}/{i:D7}.bin", FileBytes);
        }

        await using (Round first = await Round.PublishAsync(scratch, ct))
        {
            await RawImport.ExportAsync(first.Repository, scratch.Path("stream"), ct);
        }

        List<RawImport> raw = [];
        List<Round> ours = [];
        for (int round = 0; round < rounds; round++)
        {
            raw.Add(await RawImport.RunAsync(scratch.Path("stream"), scratch.Path("raw.git"), ct));
            await using Round own = await Round.PublishAsync(scratch, ct);
            await own.CompareAsync(scratch.Path("raw.git"), resources, ct);
            await own.RestartAsync(ct);
            ours.Add(own);
            scratch.Drop("raw.git");
            report.Say(Text($"  round {round + 1}: raw {raw[^1].Seconds:0.0} s, publish {own.Seconds:0.0} s, ")
                + Text($"start {own.StartSeconds:0.00} s, load {Host.Load:0.0}"));
        }

        Add("raw git fast-import, a branch each", raw.Select(r => r.Seconds), resources, "", Mib("git", raw.Max(r => r.PeakBytes)));
        double ratio = Median.Of(ours.Zip(raw, (own, other) => own.Seconds / other.Seconds));
        Add("publish --each: checked, imported, indexed, acknowledged", ours.Select(r => r.Seconds), resources, Text($"{ratio:0.00} of its time"),
            $"{Mib("daemon", ours.Max(r => r.DaemonBytes))}, {Mib("git", ours.Max(r => r.GitBytes))}");
        report.Add(new Figure(Part, "start with them, broker included, to the first line",
            Text($"{Median.Of(ours.Select(r => r.StartSeconds)):0.00} s"), "", "",
            Mib("daemon", ours.Max(r => r.StartBytes))));
    }

    internal static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Mib(string what, long bytes) => Text($"{what} {bytes / 1048576.0:0} MiB");

    private void Add(string what, IEnumerable<double> seconds, int resources, string ratio, string memory)
    {
        double median = Median.Of(seconds);
        report.Add(new Figure(
            Part, what, Text($"{median:0.0} s, {resources / median:0}/s"), ratio.Length > 0 ? "raw git fast-import" : "", ratio, memory));
    }

    /// <summary>One daemon on a fresh state, one call, and a start on what it left.</summary>
    private sealed class Round : IAsyncDisposable
    {
        private readonly Scratch _own;

        private Round(Scratch own) => _own = own;

        public string Repository => _own.Path("s/tenants/home/_data.git");

        public double Seconds { get; private set; }

        public long DaemonBytes { get; private set; }

        public long GitBytes { get; private set; }

        public double StartSeconds { get; private set; }

        public long StartBytes { get; private set; }

        public static async Task<Round> PublishAsync(Scratch scratch, CancellationToken ct)
        {
            Round round = new(new Scratch(scratch.Root));
            await using InstanceNode instance = new(round._own.Path("s"));
            await instance.StartAsync(ct);
            string[] call = ["publish", scratch.Path("source"), "--each", "--as", "home/each", "--json", "--state", instance.State];
            await using (PeakWatch git = PeakWatch.OfChildren(instance.Daemon.ProcessId, "git"))
            {
                long start = Stopwatch.GetTimestamp();
                string answer = await CommandLine.DoAsync(Programs.Instance, call, ct);
                round.Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                using JsonDocument line = JsonDocument.Parse(answer);
                Demand(line.RootElement.GetProperty("outcome").GetString() == "Published", answer);
                round.GitBytes = git.PeakBytes;
            }

            round.DaemonBytes = ProcessCost.Of(instance.Daemon.ProcessId).PeakResidentBytes;
            await instance.StopAsync();
            return round;
        }

        public async Task CompareAsync(string raw, int resources, CancellationToken ct)
        {
            string[] list = ["for-each-ref", "--format=%(tree) %(refname)"];
            string own = await CommandLine.DoAsync("git", [$"--git-dir={Repository}", .. list], ct);
            Demand(own == await CommandLine.DoAsync("git", [$"--git-dir={raw}", .. list], ct), "The two ways made different branches or contents.");
            Demand(own.Count(c => c == '\n') == resources, "There are not as many branches as resources.");
        }

        public async Task RestartAsync(CancellationToken ct)
        {
            await CommandLine.DoAsync("cp", ["-a", _own.Path("s"), _own.Path("c")], ct);
            await using InstanceNode instance = new(_own.Path("c"));
            long start = Stopwatch.GetTimestamp();
            await instance.StartAsync(ct);
            StartSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            StartBytes = ProcessCost.Of(instance.Daemon.ProcessId).PeakResidentBytes;
            await instance.StopAsync();
        }

        public ValueTask DisposeAsync()
        {
            _own.Dispose();
            return ValueTask.CompletedTask;
        }

        private static void Demand(bool holds, string otherwise)
        {
            if (!holds)
            {
                throw new InvalidOperationException(otherwise);
            }
        }
    }
}
