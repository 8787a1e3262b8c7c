using Decent.Instance.Bootstrap;
using Decent.Instance.Nodes;

namespace Decent.Instance.Control;

/// <summary>One node in the list of nodes. What the node itself says is null until it was heard.</summary>
public sealed record NodeListing
{
    /// <summary>Node name.</summary>
    public required string Name { get; init; }

    /// <summary>The node's id on the LAN, 16 hexadecimal digits.</summary>
    public required string NodeId { get; init; }

    /// <summary>First 16 bytes of sha256(node key), hexadecimal.</summary>
    public required string Certification { get; init; }

    /// <summary>UTC time of enrolment.</summary>
    public required DateTimeOffset Added { get; init; }

    /// <summary>never, alive, dead, stopped or power; waiting before it is approved.</summary>
    public required string State { get; init; }

    /// <summary>What a waiting node shows too; null for one that is enrolled.</summary>
    public string? Code { get; init; }

    /// <summary>board or edge.</summary>
    public string? Kind { get; init; }

    /// <summary>LAN address, of an edge with its HTTP port.</summary>
    public string? Address { get; init; }

    /// <summary>Software version.</summary>
    public string? Software { get; init; }

    /// <summary>Starts so far.</summary>
    public uint? Boot { get; init; }

    /// <summary>Small blocks held.</summary>
    public uint? BlocksHeld { get; init; }

    /// <summary>Content bytes held.</summary>
    public long? CacheBytesHeld { get; init; }

    /// <summary>Content budget in bytes.</summary>
    public long? CacheBytesMax { get; init; }

    /// <summary>Bytes given to others in all its runs, by its own count.</summary>
    public long? BytesServed { get; init; }

    /// <summary>Small blocks that fit.</summary>
    public uint? BlocksMax { get; init; }

    /// <summary>Managed memory not in use at its birth, bytes; null where that says nothing.</summary>
    public uint? FreeHeapBytes { get; init; }

    /// <summary>Its newest summary of blocks.</summary>
    public NodeInventory? Inventory { get; init; }

    /// <summary>What it did in all its runs, by its own count.</summary>
    public NodeCounters? Counters { get; init; }

    /// <summary>The longest seal for a loss of mains in its run, in milliseconds; null for none.</summary>
    public uint? WorstSealMs { get; init; }

    /// <summary>What its battery's gauge measured last; null without one.</summary>
    public NodeBattery? Battery { get; init; }

    /// <summary>Availability score in thousandths; a node that was never heard has none.</summary>
    public long? AvascMilli { get; init; }

    /// <summary>Seconds that count as up in the seven UTC days before today.</summary>
    public long? UpSeconds { get; init; }

    /// <summary>Stops of today without a goodbye.</summary>
    public int? UngracefulToday { get; init; }

    /// <summary>On the run before the current one: none, graceful, announced, ungraceful or mismatch.</summary>
    public string? RunBefore { get; init; }

    /// <summary>What the operator wants of it; null for nothing.</summary>
    public NodeSettings? Settings { get; init; }

    /// <summary>UTC time when the state was entered.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>UTC time when it was heard last.</summary>
    public DateTimeOffset? Heard { get; init; }
}
