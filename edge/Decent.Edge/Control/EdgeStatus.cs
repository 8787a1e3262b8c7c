using Decent.Edge.Power;

namespace Decent.Edge.Control;

/// <summary>How an edge is.</summary>
public sealed record EdgeStatus
{
    public required string Name { get; init; }

    public required string State { get; init; }

    /// <summary>Where it serves HTTP.</summary>
    public required IReadOnlyList<string> Addresses { get; init; }

    /// <summary>Where it meets peers, address:port.</summary>
    public required IReadOnlyList<string> Lan { get; init; }

    public required int Process { get; init; }

    /// <summary>Starts of this node so far.</summary>
    public required uint Run { get; init; }

    /// <summary>The instance's address, and whether it is worth asking now.</summary>
    public string? Instance { get; init; }

    public required bool InstanceReachable { get; init; }

    /// <summary>The bus: off, connecting, connected ...</summary>
    public required string Bus { get; init; }

    public required long Objects { get; init; }

    /// <summary>Content bytes held, and the budget.</summary>
    public required long Bytes { get; init; }

    public required long BytesMax { get; init; }

    /// <summary>What goes when room is needed.</summary>
    public required string Policy { get; init; }

    /// <summary>Pinned resources, and those of them that are not whole here.</summary>
    public required int Pins { get; init; }

    public required IReadOnlyList<string> PinsMissing { get; init; }

    /// <summary>Bytes that were read again and found right since the start.</summary>
    public required long ScrubbedBytes { get; init; }

    /// <summary>Files found damaged since the start, those that are whole again, and those that are wanted and not whole yet.</summary>
    public required long Damaged { get; init; }

    public required long Repaired { get; init; }

    public required int RepairsWaiting { get; init; }

    public required long Heads { get; init; }

    /// <summary>Heads that are served without asking, because nothing newer can have been missed.</summary>
    public required int HeadsSure { get; init; }

    /// <summary>Client requests answered; blocks and bytes served to peers over UDP.</summary>
    public required long Requests { get; init; }

    public required ulong BlocksServed { get; init; }

    public required ulong BytesServed { get; init; }

    /// <summary>Datagrams that were none of ours.</summary>
    public required uint Malformed { get; init; }

    /// <summary>Peers put aside for wrong blocks.</summary>
    public required uint Quarantined { get; init; }

    /// <summary>Mains, seals and the battery.</summary>
    public required PowerReport Power { get; init; }

    /// <summary>What the owner should look at.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }
}
