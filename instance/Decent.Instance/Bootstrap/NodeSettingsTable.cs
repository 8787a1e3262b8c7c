using Decent.Instance.Commands;
using Decent.Instance.Enrolment;
using Decent.Instance.Index;
using Decent.Protocol;
using Microsoft.Data.Sqlite;

namespace Decent.Instance.Bootstrap;

/// <summary>The settings of nodes, in <c>ledger.db</c>: what the operator was told is set stays set. They go with their node.</summary>
public sealed class NodeSettingsTable
{
    /// <summary>Tags in one answer.</summary>
    public const int HoldMax = 64;

    private const string Create = """
        CREATE TABLE IF NOT EXISTS node_setting (
            node TEXT PRIMARY KEY, blocks INTEGER NOT NULL, offered INTEGER NOT NULL, hold TEXT NOT NULL) WITHOUT ROWID;
        CREATE TRIGGER IF NOT EXISTS setting_node_gone AFTER DELETE ON node BEGIN
            DELETE FROM node_setting WHERE node = OLD.name;
        END;
        """;

    private readonly SqliteFile _file;
    private readonly NodeRegistry _registry;
    private readonly SmallBlocks _blocks;
    private readonly ILogger<NodeSettingsTable> _log;

    /// <summary>Makes the table if it is missing.</summary>
    public NodeSettingsTable(Ledger ledger, NodeRegistry registry, SmallBlocks blocks, ILogger<NodeSettingsTable> log)
    {
        (_file, _registry, _blocks, _log) = (ledger.File, registry, blocks, log);
        _file.Run(Create);
    }

    /// <summary>A node's settings; the defaults for one that has none.</summary>
    public NodeSettings Of(string node) =>
        _file.Read("SELECT blocks, offered, hold FROM node_setting WHERE node = $0", Row, node).FirstOrDefault(new NodeSettings());

    /// <summary>All nodes' settings that are not the defaults, by name.</summary>
    public IReadOnlyDictionary<string, NodeSettings> All() => _file.Read(
        "SELECT blocks, offered, hold, node FROM node_setting", r => (Name: r.GetString(3), Settings: Row(r))).ToDictionary(s => s.Name, s => s.Settings);

    /// <summary>Changes settings; on the disk when this returns.</summary>
    /// <param name="node">Any text.</param>
    /// <param name="change">What to change.</param>
    /// <param name="settings">As they stand now; null when the change is refused.</param>
    /// <returns>The rule broken as a sentence; null when all is set.</returns>
    public string? Change(string node, NodeSettingsChange change, out NodeSettings? settings)
    {
        settings = null;
        if (!_registry.TryGetKey(node, out _))
            return $"There is no node {node}. 'decent-instance nodes' lists them.";
        if (change.Blocks > BoardRecord.BlocksMax)
            return $"A node holds at most {BoardRecord.BlocksMax} blocks; 0 leaves it to the node.";
        if (change.Offered is not null and not 0 and (< BoardRecord.OfferedMin or > BoardRecord.OfferedMax))
            return $"A node offers {BoardRecord.OfferedMin} to {BoardRecord.OfferedMax} bytes a second; 0 leaves it to the node.";
        if (change.Hold is { } hold && !_blocks.TryResolve(hold, HoldMax, out _, out var rule))
            return rule;
        var now = Of(node);
        settings = new NodeSettings { Blocks = change.Blocks ?? now.Blocks, Offered = change.Offered ?? now.Offered, Hold = change.Hold ?? now.Hold };
        _file.Run(
            "INSERT OR REPLACE INTO node_setting (node, blocks, offered, hold) VALUES ($0, $1, $2, $3)",
            node, settings.Blocks, settings.Offered, string.Join('\n', settings.Hold));
        _log.Set(node, settings.Blocks, settings.Offered, settings.Hold.Count);
        return null;
    }

    // A row of an earlier version may hold more than a board reads: one such number would make it refuse the whole answer.
    private static NodeSettings Row(SqliteDataReader r) => new()
    {
        Blocks = (uint)Math.Min(r.GetInt64(0), BoardRecord.BlocksMax), Offered = (uint)Math.Min(r.GetInt64(1), BoardRecord.OfferedMax),
        Hold = r.GetString(2).Split('\n', StringSplitOptions.RemoveEmptyEntries),
    };
}
