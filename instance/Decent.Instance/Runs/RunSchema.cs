namespace Decent.Instance.Runs;

/// <summary>The tables of the account of runs, in <c>ledger.db</c>. They go with the node that they speak of.</summary>
internal static class RunSchema
{
    /// <summary>
    /// <c>watch</c>: intervals in which this instance saw its nodes. <c>session</c>: one row a node, <c>watch</c> being the one in which it was last
    /// known to be up, 0 for none; <c>ended</c> and <c>before_ended</c> are <see cref="RunEnd"/>s of its run and of the run before.
    /// <c>run_key</c>: what was granted and may still stand in the node's flash, newest last. <c>run_gasp</c>: the run whose last gasp was heard, 0 for
    /// none that still counts, and how many counted on a day.
    /// </summary>
    public const string Create = """
        CREATE TABLE IF NOT EXISTS watch (id INTEGER PRIMARY KEY AUTOINCREMENT, began_ms INTEGER NOT NULL, seen_ms INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS session (
            node TEXT PRIMARY KEY, joined_ms INTEGER NOT NULL, boot INTEGER NOT NULL, link INTEGER NOT NULL, since_ms INTEGER NOT NULL,
            watch INTEGER NOT NULL, open INTEGER NOT NULL, ended INTEGER NOT NULL, before_ended INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS uptime (node TEXT NOT NULL, day INTEGER NOT NULL, up_ms INTEGER NOT NULL, PRIMARY KEY (node, day)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS run_account (
            node TEXT PRIMARY KEY, run INTEGER NOT NULL, verdict INTEGER NOT NULL, opened BLOB NOT NULL, closings INTEGER NOT NULL,
            ungraceful_day INTEGER NOT NULL, ungraceful INTEGER NOT NULL, mismatch_day INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS run_key (
            id INTEGER PRIMARY KEY AUTOINCREMENT, node TEXT NOT NULL, run INTEGER NOT NULL, kind INTEGER NOT NULL, key BLOB NOT NULL,
            granted_ms INTEGER NOT NULL, confirmed INTEGER NOT NULL, revoked INTEGER NOT NULL);
        CREATE INDEX IF NOT EXISTS run_key_node ON run_key (node);
        CREATE TABLE IF NOT EXISTS run_record (
            node TEXT NOT NULL, sequence INTEGER NOT NULL, run INTEGER NOT NULL, type INTEGER NOT NULL, clock INTEGER NOT NULL,
            flags INTEGER NOT NULL, wall_s INTEGER NOT NULL, run_s INTEGER NOT NULL, chain INTEGER NOT NULL, heard_ms INTEGER NOT NULL,
            PRIMARY KEY (node, sequence)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS run_gasp (
            node TEXT PRIMARY KEY, run INTEGER NOT NULL, at_ms INTEGER NOT NULL, day INTEGER NOT NULL, announced INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS log_floor (node TEXT PRIMARY KEY, upto INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TRIGGER IF NOT EXISTS run_node_gone AFTER DELETE ON node BEGIN
            DELETE FROM session WHERE node = OLD.name;
            DELETE FROM uptime WHERE node = OLD.name;
            DELETE FROM run_account WHERE node = OLD.name;
            DELETE FROM run_key WHERE node = OLD.name;
            DELETE FROM run_record WHERE node = OLD.name;
            DELETE FROM log_floor WHERE node = OLD.name;
        END;
        CREATE TRIGGER IF NOT EXISTS run_gasp_gone AFTER DELETE ON node BEGIN
            DELETE FROM run_gasp WHERE node = OLD.name;
        END;
        """;
}
