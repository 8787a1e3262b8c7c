namespace Decent.Instance.Nodes;

/// <summary>What the instance knows of one node that was heard.</summary>
public sealed record NodeRecord
{
    /// <summary>Node name.</summary>
    public required string Name { get; init; }

    /// <summary>What was seen last.</summary>
    public required NodeState State { get; init; }

    /// <summary>A kind of Decent.Protocol's Birth: board or edge.</summary>
    public required byte Kind { get; init; }

    /// <summary>The current or latest link.</summary>
    public required ulong Link { get; init; }

    /// <summary>Starts of the node so far.</summary>
    public required uint Boot { get; init; }

    /// <summary>Connects of its run so far.</summary>
    public required uint Connects { get; init; }

    /// <summary>Lowest and highest wire version spoken.</summary>
    public required (byte Min, byte Max) Wire { get; init; }

    /// <summary>Software version as the node says, control characters replaced.</summary>
    public required string Software { get; init; }

    /// <summary>LAN address, 10.0.0.1 is 0x0A000001.</summary>
    public required uint Address { get; init; }

    /// <summary>UDP port of the LAN protocol.</summary>
    public required ushort UdpPort { get; init; }

    /// <summary>HTTP port; 0 on a board.</summary>
    public required ushort HttpPort { get; init; }

    /// <summary>Bytes per second that it offers to others.</summary>
    public required uint OfferedBytesPerSecond { get; init; }

    /// <summary>Small blocks that fit.</summary>
    public required uint BlocksMax { get; init; }

    /// <summary>Small blocks held, by the newest frame that says so.</summary>
    public required uint BlocksHeld { get; init; }

    /// <summary>Content budget in bytes.</summary>
    public required long CacheBytesMax { get; init; }

    /// <summary>Content bytes held at its birth.</summary>
    public required long CacheBytesHeld { get; init; }

    /// <summary>Seconds since its start, by its newest frame.</summary>
    public required uint UptimeSeconds { get; init; }

    /// <summary>When the state was entered, by the instance's clock.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it was heard last, by the instance's clock; its will does not count.</summary>
    public required DateTimeOffset Heard { get; init; }

    /// <summary>Managed memory not in use at its birth; 0 where that says nothing.</summary>
    public required uint FreeHeapBytes { get; init; }

    /// <summary>Its newest summary of blocks; null for a node that sent none.</summary>
    public required NodeInventory? Inventory { get; init; }

    /// <summary>The longest seal for a loss of mains in its run, in milliseconds, by its newest counters.</summary>
    public required uint WorstSealMs { get; init; }

    /// <summary>Its battery by its newest counters; null for a node without a gauge.</summary>
    public required NodeBattery? Battery { get; init; }

    /// <summary>Sums over all its runs.</summary>
    public required NodeCounters Counters { get; init; }
}
