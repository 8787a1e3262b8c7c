using Decent.Hosting.Identity;
using Decent.Hosting.Lan;
using Decent.Instance.Control;
using Decent.Instance.Enrolment;
using Decent.Instance.Git;
using Decent.Protocol.Frames;

namespace Decent.Instance.Nodes;

/// <summary>Every enrolled node with what was heard of it.</summary>
public sealed class NodeDirectory(NodeRegistry registry, NodeRecords records)
{
    /// <summary>In order of name.</summary>
    public IReadOnlyList<NodeListing> List()
    {
        var heard = records.All().ToDictionary(r => r.Name);
        return [.. registry.Nodes.Select(n => Line(n, heard.GetValueOrDefault(n.Name)))];
    }

    /// <summary>Nodes that are alive.</summary>
    public int Alive => records.Alive;

    private static NodeListing Line(NodeRow node, NodeRecord? record)
    {
        var line = new NodeListing
        {
            Name = node.Name, NodeId = NodeId.Of(node.Name).ToString(), Certification = node.Certification, Added = node.Added, State = "never",
        };
        return record is null ? line : line with
        {
            State = record.State.ToString().ToLowerInvariant(),
            Kind = record.Kind == Birth.KindBoard ? "board" : "edge",
            Address = record.HttpPort == 0 ? LanAddress.Of(record.Address).ToString() : $"{LanAddress.Of(record.Address)}:{record.HttpPort}",
            Software = record.Software,
            Boot = record.Boot,
            BlocksHeld = record.BlocksHeld,
            CacheBytesHeld = record.CacheBytesHeld,
            BytesServed = record.Counters.BytesServed,
            Since = record.Since,
            Heard = record.Heard,
        };
    }
}
