using System.Diagnostics;
using System.Globalization;
using Decent.Bench.Measuring;
using Decent.Demo.Cluster;
using Decent.Hosting.Cli;
using Decent.Hosting.Control;
using Decent.Hosting.Identity;
using Decent.Instance.Control;
using Decent.Mqtt;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Bench.Relaying;

/// <summary>A commit's way from its acknowledgement to the last of many nodes, beside plain publishing through Mosquitto to as many.</summary>
public sealed class RelayBench(Report report, Scratch scratch)
{
    private const string Part = "relay";
    private const int Warm = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly byte[] News = new byte[28 + Delta.EntryBytes];

    /// <summary>Interleaves commits and plain messages of a delta's size, then has the nodes speak.</summary>
    public async Task RunAsync(int nodes, int commits, int messages, CancellationToken ct)
    {
        report.Say($"relay: {nodes} nodes, {commits} commits and as many plain messages in turn");
        await using InstanceNode instance = new(scratch.Path("i"));
        await instance.StartAsync(ct);
        using ControlClient control = new(new CliProgram("decent-instance"), instance.State);
        List<NodeCredentials> enrolled = await EnrolAsync(control, nodes, ct);
        await using (PlainBroker plain = await PlainBroker.StartAsync(scratch.Path("b"), enrolled, ct))
        await using (Fleet theirs = await Fleet.ConnectAsync(enrolled.Select(plain.Here), PlainBroker.Topic, ct))
        await using (Fleet ours = await Fleet.ConnectAsync(enrolled, Topics.AllDeltas, ct))
        {
            await MeasureAsync(control, ours, plain, theirs, commits, instance.Daemon.ProcessId, ct);
        }

        await using Fleet speakers = await Fleet.ConnectAsync(enrolled, Topics.AllManifests, ct);
        await new IngestBench(report).RunAsync(instance, enrolled, speakers, messages, ct);
    }

    private async Task MeasureAsync(
        ControlClient control, Fleet ours, PlainBroker plain, Fleet theirs, int commits, int process, CancellationToken ct)
    {
        List<double> told = [], first = [], whole = [], other = [];
        for (int commit = -Warm; commit < commits; commit++)
        {
            scratch.Plain("source", 400);
            Arrivals own = ours.Expect();
            long start = Stopwatch.GetTimestamp();
            await PublishAsync(control, commit, ct);
            long acknowledged = Stopwatch.GetTimestamp();
            await own.AllAsync(Patience, ct);
            Arrivals raw = theirs.Expect();
            long published = Stopwatch.GetTimestamp();
            MqttPublishResult sent = await plain.Link.PublishAsync(PlainBroker.Topic, News, MqttQos.AtLeastOnce, retain: false, ct);
            await raw.AllAsync(Patience, ct);
            if (sent != MqttPublishResult.Sent)
            {
                throw new InvalidOperationException($"The plain broker answered {sent}.");
            }

            if (commit >= 0)
            {
                // The relay is told a moment before the acknowledgement is written: a node that is faster than that begins the count.
                told.Add(Ms(Math.Min(acknowledged, own.First), own.Last));
                first.Add(Ms(acknowledged, own.First));
                whole.Add(Ms(start, own.Last));
                other.Add(Ms(published, raw.Last));
            }
        }

        int broker = ChildProcesses.Named(process, "mosquitto").First();
        string memory = Text($"instance {Mib(process)} MiB, its broker {Mib(broker)}; plain broker {Mib(plain.ProcessId)}");
        Add("commit durable to last node, median", told, other, 50, memory);
        Add("commit durable to last node, p99", told, other, 99, memory);
        report.Say(Text($"  first node after the acknowledgement: median {Median.Of(first):0.0} ms; ")
            + Text($"from the command to the last node: {Median.Of(whole):0} ms"));
    }

    private void Add(string what, List<double> own, List<double> other, int percent, string memory)
    {
        double mine = Median.Percentile(own, percent), plain = Median.Percentile(other, percent);
        report.Add(new Figure(Part, what, Text($"{mine:0.0} ms"), Text($"mosquitto alone: {plain:0.0} ms"), Text($"{mine / plain:0.00}"), memory));
    }

    private async Task PublishAsync(ControlClient control, int commit, CancellationToken ct)
    {
        PublishLine? last = null;
        PublishRequest request = new() { Path = scratch.Path("source"), As = Text($"home/item-{commit + Warm}") };
        await control.LinesAsync(
            "publish", request, ControlJson.Default.PublishRequest, ControlJson.Default.PublishLine, line => last = line, "The instance stopped.", ct);
        if (last?.Outcome != "Published")
        {
            throw new InvalidOperationException($"The commit was not made: {last?.Outcome} {last?.Rule}");
        }
    }

    private static async Task<List<NodeCredentials>> EnrolAsync(ControlClient control, int nodes, CancellationToken ct)
    {
        List<NodeCredentials> enrolled = [];
        for (int node = 0; node < nodes; node++)
        {
            enrolled.Add(await control.GetAsync(HttpMethod.Post, Text($"nodes/node-{node:0000}"), ControlJson.Default.NodeCredentials, ct));
        }

        return enrolled;
    }

    private static long Mib(int process) => ProcessCost.Of(process).PeakResidentBytes >> 20;

    private static double Ms(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
