using Decent.Hosting.Identity;
using Decent.Hosting.Lan;
using Decent.Instance.Bootstrap;
using Decent.Instance.Control;
using Decent.Instance.Enrolment;
using Decent.Instance.Git;
using Decent.Instance.Runs;
using Decent.Protocol.Frames;

namespace Decent.Instance.Nodes;

/// <summary>Every enrolled node with what was heard of it and what it is worth.</summary>
public sealed class NodeDirectory(NodeRegistry registry, NodeRecords records, RunBook runs, NodeSettingsTable settings, TimeProvider time)
{
    /// <summary>In order of name.</summary>
    public IReadOnlyList<NodeListing> List()
    {
        var heard = records.All().ToDictionary(r => r.Name);
        var scores = runs.Scores(heard.ToDictionary(h => h.Key, h => h.Value.OfferedBytesPerSecond), time.GetUtcNow().ToUnixTimeMilliseconds());
        var set = settings.All();
        return [.. registry.Nodes.Select(n => Line(n) with { Settings = set.GetValueOrDefault(n.Name) })
            .Select(l => heard.TryGetValue(l.Name, out var record) ? Heard(l, record) : l)
            .Select(l => scores.TryGetValue(l.Name, out var score) ? Scored(l, score) : l)];
    }

    /// <summary>Nodes that are alive.</summary>
    public int Alive => records.Alive;

    private static NodeListing Line(NodeRow node) => new()
    {
        Name = node.Name, NodeId = NodeId.Of(node.Name).ToString(), Certification = node.Certification, Added = node.Added, State = "never",
    };

    private static NodeListing Heard(NodeListing line, NodeRecord record) => line with
    {
        State = record.State.ToString().ToLowerInvariant(),
        Kind = record.Kind == Birth.KindBoard ? "board" : "edge",
        Address = record.HttpPort == 0 ? LanAddress.Of(record.Address).ToString() : $"{LanAddress.Of(record.Address)}:{record.HttpPort}",
        Software = record.Software,
        Boot = record.Boot,
        BlocksHeld = record.BlocksHeld,
        BlocksMax = record.BlocksMax,
        CacheBytesHeld = record.CacheBytesHeld,
        CacheBytesMax = record.CacheBytesMax,
        BytesServed = record.Counters.BytesServed,
        FreeHeapBytes = record.FreeHeapBytes == 0 ? null : record.FreeHeapBytes,
        Inventory = record.Inventory,
        Counters = record.Counters,
        WorstSealMs = record.WorstSealMs == 0 ? null : record.WorstSealMs,
        Battery = record.Battery,
        Since = record.Since,
        Heard = record.Heard,
    };

    private static NodeListing Scored(NodeListing line, NodeScore score) => line with
    {
        AvascMilli = score.AvascMilli, UpSeconds = score.UpSeconds, UngracefulToday = score.UngracefulToday, RunBefore = score.Verdict,
    };
}
