using System.Diagnostics;
using System.Globalization;
using Decent.Bench.Measuring;
using Decent.Demo.Cluster;
using Decent.Hosting.Identity;
using Decent.Mqtt;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Bench.Relaying;

/// <summary>All nodes speak at once, as fast as the instance takes it and stores it: each message is counted and each node's last one is looked up.</summary>
public sealed class IngestBench(Report report)
{
    private const string Part = "ingest";
    private const ulong BytesPerMessage = 4032;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>A birth of each node, then counters, each acknowledged by the broker before the node's next.</summary>
    public async Task RunAsync(InstanceNode instance, IReadOnlyList<NodeCredentials> nodes, Fleet fleet, int messages, CancellationToken ct)
    {
        int each = messages / nodes.Count;
        report.Say(Text($"ingest: {nodes.Count} nodes say {each} things each"));
        using HttpClient http = new() { BaseAddress = instance.Address };
        long before = await TakenAsync(http, ct);
        double cpu = ProcessCost.Of(instance.Daemon.ProcessId).CpuSeconds;
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(fleet.Links.Select((link, node) => SpeakAsync(link, nodes[node].Name, each, ct)));
        double said = Stopwatch.GetElapsedTime(start).TotalSeconds;
        int total = nodes.Count * each;
        using PeriodicTimer timer = new(Step);
        while (await TakenAsync(http, ct) - before < total)
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
            {
                long taken = await TakenAsync(http, ct) - before;
                throw new InvalidOperationException($"{taken} of {total} messages were stored within {Patience.TotalSeconds:0} s.");
            }

            await timer.WaitForNextTickAsync(ct);
        }

        double stored = Stopwatch.GetElapsedTime(start).TotalSeconds;
        ProcessCost cost = ProcessCost.Of(instance.Daemon.ProcessId);
        await CheckAsync(instance, nodes.Count, each, ct);
        report.Add(new Figure(Part, Text($"{total} counters of {nodes.Count} nodes, stored in SQLite"),
            Text($"{total / stored:0}/s in {stored:0.0} s"), Text($"said in {said:0.0} s"), "",
            Text($"instance {cost.PeakResidentBytes >> 20} MiB, {(cost.CpuSeconds - cpu) / total * 1e6:0} us of CPU a message")));
    }

    private static async Task SpeakAsync(IMqttLink link, string name, int each, CancellationToken ct)
    {
        byte branch = NodeId.Of(name).Branch;
        byte[] buffer = new byte[Limits.FrameBytesMax];
        Birth birth = new() { Kind = Birth.KindEdge, Boot = 1, Connects = 1, UdpPort = 4930, HttpPort = 4980, Software = "bench"u8.ToArray() };
        (birth.Envelope.Link, birth.Envelope.Sequence) = (1, 1);
        await SendAsync(link, Topics.State(branch, name), buffer.AsMemory(0, birth.Write(buffer)), retain: true, ct);
        for (int message = 1; message < each; message++)
        {
            Counters counters = new() { BytesServed = (ulong)message * BytesPerMessage, BlocksServed = (ulong)message };
            (counters.Envelope.Link, counters.Envelope.Sequence) = (1, (uint)message + 1);
            await SendAsync(link, Topics.Counters(branch, name), buffer.AsMemory(0, counters.Write(buffer)), retain: false, ct);
        }
    }

    private static async Task SendAsync(IMqttLink link, string topic, ReadOnlyMemory<byte> payload, bool retain, CancellationToken ct)
    {
        if (await link.PublishAsync(topic, payload, MqttQos.AtLeastOnce, retain, ct) is not MqttPublishResult.Sent and var result)
        {
            throw new InvalidOperationException($"The broker did not take {topic}: {result}.");
        }
    }

    /// <summary>Frames that the instance has stored, as its metrics say.</summary>
    private static async Task<long> TakenAsync(HttpClient http, CancellationToken ct)
    {
        const string name = "decent_node_frames_total{verdict=\"taken\"} ";
        string text = await http.GetStringAsync("metrics", ct);
        string line = text.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))
            ?? throw new InvalidOperationException("The instance's metrics count no frames of nodes.");
        return long.Parse(line.AsSpan(name.Length), CultureInfo.InvariantCulture);
    }

    private static async Task CheckAsync(InstanceNode instance, int nodes, int each, CancellationToken ct)
    {
        long wanted = (long)((ulong)(each - 1) * BytesPerMessage);
        int right = (await instance.NodesAsync(ct)).EnumerateArray()
            .Count(node => node.GetProperty("counters").GetProperty("bytesServed").GetInt64() == wanted);
        if (right != nodes)
        {
            throw new InvalidOperationException($"{right} of {nodes} nodes have their last counters.");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
