using Decent.Protocol.Frames;

namespace Decent.Instance.Nodes;

/// <summary>One message from a node after its bytes were judged. Exactly one of the frames is set.</summary>
internal sealed record UpFrame
{
    public required string Node { get; init; }

    /// <summary>Whether it stands on the node's retained topic.</summary>
    public bool IsState => Birth is not null || Death is not null || Will is not null;

    /// <summary>Kept by the broker from before, not said just now.</summary>
    public bool Retained { get; init; }

    public Birth? Birth { get; init; }

    public Death? Death { get; init; }

    /// <summary>The link that broke.</summary>
    public ulong? Will { get; init; }

    public Counters? Counters { get; init; }

    public Inventory? Inventory { get; init; }

    public RunClaim? Claim { get; init; }

    public CommandResult? Result { get; init; }

    public Envelope? LogEnvelope { get; init; }

    /// <summary>Records of an availability log, each with a right CRC; empty unless this is such a chunk.</summary>
    public IReadOnlyList<RunRecord> Log { get; init; } = [];

    /// <summary>The frame's envelope; null for a will, which has none.</summary>
    public Envelope? Envelope =>
        Birth?.Envelope ?? Death?.Envelope ?? Counters?.Envelope ?? Inventory?.Envelope ?? Claim?.Envelope ?? Result?.Envelope ?? LogEnvelope;
}
