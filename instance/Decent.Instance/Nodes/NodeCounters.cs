namespace Decent.Instance.Nodes;

/// <summary>What a node did in all its runs. Counted by the node itself: a hint, not a proof.</summary>
public sealed record NodeCounters
{
    /// <summary>Names of the columns, in the order of <see cref="Of"/>.</summary>
    internal static readonly string[] Columns =
    [
        "blocks_served", "bytes_served", "bytes_from_cache", "bytes_from_peers", "bytes_from_instance", "wants", "haves", "gets",
        "malformed", "limited", "blocks_stored", "blocks_evicted", "pulls", "wrong_blocks", "requests", "quarantined",
        "flash_writes", "damaged", "flash_failures", "power_losses",
    ];

    /// <summary>Blocks given to others.</summary>
    public required long BlocksServed { get; init; }

    /// <summary>Bytes given to others.</summary>
    public required long BytesServed { get; init; }

    /// <summary>Bytes that its own clients got from its cache.</summary>
    public required long BytesFromCache { get; init; }

    /// <summary>Bytes that its own clients got from peers.</summary>
    public required long BytesFromPeers { get; init; }

    /// <summary>Bytes that its own clients got from an instance.</summary>
    public required long BytesFromInstance { get; init; }

    /// <summary>Questions heard.</summary>
    public required long Wants { get; init; }

    /// <summary>Answers given.</summary>
    public required long Haves { get; init; }

    /// <summary>Block requests heard.</summary>
    public required long Gets { get; init; }

    /// <summary>Datagrams that were no messages of ours.</summary>
    public required long Malformed { get; init; }

    /// <summary>Datagrams refused by a limit.</summary>
    public required long Limited { get; init; }

    /// <summary>Blocks stored.</summary>
    public required long BlocksStored { get; init; }

    /// <summary>Blocks evicted.</summary>
    public required long BlocksEvicted { get; init; }

    /// <summary>Blocks fetched because others asked for them.</summary>
    public required long Pulls { get; init; }

    /// <summary>Blocks that did not match their tag or digest.</summary>
    public required long WrongBlocks { get; init; }

    /// <summary>Client requests answered.</summary>
    public required long Requests { get; init; }

    /// <summary>Peers put aside for a wrong block.</summary>
    public required long Quarantined { get; init; }

    /// <summary>Records written to flash, copies of the collection included.</summary>
    public required long FlashWrites { get; init; }

    /// <summary>Records found torn or wrong.</summary>
    public required long Damaged { get; init; }

    /// <summary>Operations that the flash refused.</summary>
    public required long FlashFailures { get; init; }

    /// <summary>Losses of mains.</summary>
    public required long PowerLosses { get; init; }

    /// <summary>From values in the order of <see cref="Columns"/>.</summary>
    internal static NodeCounters Of(ReadOnlySpan<long> v) => new()
    {
        BlocksServed = v[0], BytesServed = v[1], BytesFromCache = v[2], BytesFromPeers = v[3], BytesFromInstance = v[4],
        Wants = v[5], Haves = v[6], Gets = v[7], Malformed = v[8], Limited = v[9], BlocksStored = v[10], BlocksEvicted = v[11],
        Pulls = v[12], WrongBlocks = v[13], Requests = v[14], Quarantined = v[15], FlashWrites = v[16], Damaged = v[17], FlashFailures = v[18],
        PowerLosses = v[19],
    };

    /// <summary>A frame's values in the order of <see cref="Columns"/>.</summary>
    internal static ulong[] ValuesOf(Protocol.Frames.Counters c) =>
    [
        c.BlocksServed, c.BytesServed, c.BytesFromCache, c.BytesFromPeers, c.BytesFromInstance, c.Wants, c.Haves, c.Gets,
        c.Malformed, c.Limited, c.BlocksStored, c.BlocksEvicted, c.Pulls, c.WrongBlocks, c.Requests, c.Quarantined, c.FlashWrites, c.Damaged, c.FlashFailures,
        c.PowerLosses,
    ];
}
