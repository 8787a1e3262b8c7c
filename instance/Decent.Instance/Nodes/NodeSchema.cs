namespace Decent.Instance.Nodes;

/// <summary>The statements of nodes.db. Counters stand twice: as the current run counts them, and the sum of earlier runs.</summary>
internal static class NodeSchema
{
    // A node may claim anything; sums stay far from where SQLite turns integers into floats.
    private const string SumMax = "1152921504606846976";

    /// <summary>Highest value that one run may claim: 8 PiB.</summary>
    public const ulong RunMax = 1UL << 53;

    /// <summary>Columns that files of an earlier version may lack, as they stand in their definition.</summary>
    public static readonly string[] Later =
    [
        .. NodeCounters.Columns.SelectMany(c => (string[])[$"run_{c} INTEGER NOT NULL DEFAULT 0", $"past_{c} INTEGER NOT NULL DEFAULT 0"]),
        "free_heap INTEGER NOT NULL DEFAULT 0", "inventory_generation INTEGER", "blocks_pinned INTEGER", "inventory_digest BLOB",
        "worst_seal_ms INTEGER NOT NULL DEFAULT 0", "battery_percent INTEGER", "battery_millivolt INTEGER", "battery_milliampere INTEGER",
    ];

    public static readonly string Create = $"""
        CREATE TABLE IF NOT EXISTS node (
            name TEXT PRIMARY KEY, state INTEGER NOT NULL, kind INTEGER NOT NULL, link INTEGER NOT NULL, sequence INTEGER NOT NULL,
            boot INTEGER NOT NULL, connects INTEGER NOT NULL, wire_min INTEGER NOT NULL, wire_max INTEGER NOT NULL, software TEXT NOT NULL,
            address INTEGER NOT NULL, udp_port INTEGER NOT NULL, http_port INTEGER NOT NULL, offered INTEGER NOT NULL,
            blocks_max INTEGER NOT NULL, blocks_held INTEGER NOT NULL, cache_max INTEGER NOT NULL, cache_held INTEGER NOT NULL,
            uptime_s INTEGER NOT NULL, since_ms INTEGER NOT NULL, heard_ms INTEGER NOT NULL,
            {string.Join(", ", Later)}) WITHOUT ROWID;
        DROP TABLE IF EXISTS run_record;
        """;

    public static readonly string Birth = $"""
        INSERT INTO node (name, state, kind, link, sequence, boot, connects, wire_min, wire_max, software, address, udp_port, http_port,
            offered, blocks_max, blocks_held, cache_max, cache_held, uptime_s, since_ms, heard_ms, free_heap)
        VALUES ($0, 1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18, $19)
        ON CONFLICT (name) DO UPDATE SET
            {Each(c => $"past_{c} = CASE WHEN boot = excluded.boot THEN past_{c} ELSE min(past_{c} + run_{c}, {SumMax}) END")},
            {Each(c => $"run_{c} = CASE WHEN boot = excluded.boot THEN run_{c} ELSE 0 END")},
            since_ms = CASE WHEN state = 1 AND link = excluded.link THEN since_ms ELSE excluded.since_ms END,
            state = 1, kind = excluded.kind, link = excluded.link, sequence = excluded.sequence, boot = excluded.boot,
            connects = excluded.connects, wire_min = excluded.wire_min, wire_max = excluded.wire_max, software = excluded.software,
            address = excluded.address, udp_port = excluded.udp_port, http_port = excluded.http_port, offered = excluded.offered,
            blocks_max = excluded.blocks_max, blocks_held = excluded.blocks_held, cache_max = excluded.cache_max,
            cache_held = excluded.cache_held, uptime_s = excluded.uptime_s, heard_ms = excluded.heard_ms, free_heap = excluded.free_heap
        """;

    /// <summary>A run's counters only rise, whatever order their frames arrive in.</summary>
    public static readonly string Counters = $"""
        UPDATE node SET sequence = $1, uptime_s = $2, heard_ms = $3, blocks_held = $4, worst_seal_ms = $5,
            battery_percent = $6, battery_millivolt = $7, battery_milliampere = $8,
            {string.Join(", ", NodeCounters.Columns.Select((c, i) => $"run_{c} = max(run_{c}, ${i + 9})"))} WHERE name = $0
        """;

    public const string Death = "UPDATE node SET state = $1, sequence = $2, uptime_s = $3, since_ms = $4, heard_ms = $4 WHERE name = $0";

    public const string Will = "UPDATE node SET state = 2, since_ms = $1 WHERE name = $0";

    /// <summary>Only a frame of the current link moves its cursor: log chunks of an earlier one are welcome too.</summary>
    public const string Heard = """
        UPDATE node SET sequence = max(sequence, $2), uptime_s = max(uptime_s, $3), heard_ms = $4 WHERE name = $0 AND link = $1
        """;

    public const string Inventory = """
        UPDATE node SET inventory_generation = $1, blocks_held = $2, blocks_max = $3, blocks_pinned = $4, inventory_digest = $5 WHERE name = $0
        """;

    public static readonly string Select = $"""
        SELECT name, state, kind, link, boot, connects, wire_min, wire_max, software, address, udp_port, http_port, offered, blocks_max,
            blocks_held, cache_max, cache_held, uptime_s, since_ms, heard_ms, free_heap, inventory_generation, blocks_pinned, inventory_digest,
            worst_seal_ms, battery_percent, battery_millivolt, battery_milliampere, {Each(c => $"past_{c} + run_{c}")} FROM node
        """;

    private static string Each(Func<string, string> column) => string.Join(", ", NodeCounters.Columns.Select(column));
}
