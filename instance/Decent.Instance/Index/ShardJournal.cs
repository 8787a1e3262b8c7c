using Decent.Content;
using Decent.Content.Shards;
using Microsoft.Data.Sqlite;

namespace Decent.Instance.Index;

/// <summary>
/// Shards and groups in <c>index.db</c>: counts, times, hashes, and the last changes. Derived like the versions and written in their transaction: a
/// replaced version moves to <c>superseded</c>, which together with the newest versions is the journal. A hash is computed when it is asked for and
/// kept until something below it changes.
/// </summary>
public sealed class ShardJournal
{
    internal const string Schema = """
        CREATE TABLE IF NOT EXISTS superseded (
            shard INTEGER NOT NULL, shard_count INTEGER NOT NULL, id TEXT NOT NULL, commit_id BLOB NOT NULL, cid BLOB NOT NULL, size INTEGER NOT NULL,
            count INTEGER NOT NULL, time_ms INTEGER NOT NULL, PRIMARY KEY (shard, shard_count)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS shard (
            shard INTEGER PRIMARY KEY, count INTEGER NOT NULL, time_ms INTEGER NOT NULL, resources INTEGER, hash BLOB);
        CREATE TABLE IF NOT EXISTS shard_group (number INTEGER PRIMARY KEY, writes INTEGER, resources INTEGER, root BLOB);
        INSERT INTO shard (shard, count, time_ms)
            SELECT shard, max(shard_count), time_ms FROM version WHERE NOT EXISTS (SELECT 1 FROM shard) GROUP BY shard;
        INSERT INTO shard_group (number) SELECT DISTINCT shard >> 7 FROM shard WHERE NOT EXISTS (SELECT 1 FROM shard_group);
        """;

    private const string Change = "shard_count, id, commit_id, cid, size, count, time_ms";
    private readonly SqliteFile _file;

    internal ShardJournal(SqliteFile file) => _file = file;

    /// <summary>How a shard (0 to 32,767) is.</summary>
    public ShardState State(int shard) => _file.Alone(() =>
    {
        var (count, time, node) = _file.Read(
            "SELECT count, time_ms, resources, hash FROM shard WHERE shard = $0",
            r => (r.GetInt64(0), DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(1)), Node(r, 2)), shard).FirstOrDefault();
        return count == 0 ? new ShardState(shard, 0, ShardNode.Empty, null) : new ShardState(shard, count, node ?? Compute(shard), time);
    });

    /// <summary>A shard with all its entries and its last changes.</summary>
    public ShardAnswer Tell(int shard) =>
        _file.Alone(() => new ShardAnswer { State = State(shard), Entries = Tree(shard).Entries, Journal = Changes(shard, 0) });

    /// <summary>A shard with its changes after a count, when the journal still has all of them.</summary>
    public ShardAnswer TellSince(int shard, long since) => _file.Alone(() =>
    {
        var state = State(shard);
        var changes = Changes(shard, since);
        var whole = since > state.Count || changes.Count < state.Count - since;
        return new ShardAnswer { State = state, Since = since, Whole = whole, Changes = whole ? [] : changes };
    });

    /// <summary>A shard with parts of its tree, by their names.</summary>
    public ShardAnswer TellParts(int shard, IEnumerable<string> parts) => _file.Alone(() =>
    {
        var tree = Tree(shard);
        return new ShardAnswer { State = State(shard), Parts = [.. parts.Select(part => tree.Tell(shard, part))] };
    });

    /// <summary>How a group (0 to 255) is; costs its 128 shards when it has changed.</summary>
    public GroupState Group(int group) => _file.Alone(() =>
    {
        var (known, writes, node) = _file.Read(
            "SELECT coalesce(writes, 0), resources, root FROM shard_group WHERE number = $0", r => (true, r.GetInt64(0), Node(r, 1)), group).FirstOrDefault();
        return !known ? new GroupState(group, 0, ShardNode.Empty) : node is null ? ComputeGroup(group) : new GroupState(group, writes, node);
    });

    /// <summary>Groups that ever had a version, in order.</summary>
    public IReadOnlyList<int> Groups() => _file.Read("SELECT number FROM shard_group ORDER BY number", r => r.GetInt32(0));

    /// <summary>A group with the marks of its shards.</summary>
    public GroupListing Listing(int group) => _file.Alone(() => new GroupListing(
        Group(group), ShardsOf(group).ToDictionary(shard => shard, shard => ShardMark.Of(State(shard)))));

    /// <summary>All groups that ever had a version.</summary>
    public GroupsListing Listing() => _file.Alone(() => new GroupsListing(Groups().ToDictionary(group => group, Group)));

    /// <summary>Keeps the version that this one replaces, if any; to be called in the transaction, before it is stored.</summary>
    internal void Supersede(ResourceVersion version) => _file.Run(
        $"INSERT OR REPLACE INTO superseded (shard, {Change}) SELECT shard, {Change} FROM version WHERE id = $0 AND shard_count < $1",
        version.Head.Id.Text, version.ShardCount);

    /// <summary>Forgets every version of a resource; to be called in the transaction.</summary>
    internal void Forget(ResourceId id) => _file.Run("DELETE FROM superseded WHERE shard = $0 AND id = $1", id.Shard, id.Text);

    /// <summary>Notes once for each shard what a transaction did to it, at its end.</summary>
    internal void Note(IEnumerable<ResourceVersion> stored, IEnumerable<ResourceId> gone)
    {
        foreach (var newest in stored.GroupBy(v => v.Head.Id.Shard).Select(shard => shard.MaxBy(v => v.ShardCount)!))
        {
            var shard = newest.Head.Id.Shard;
            _file.Run(
                """
                INSERT INTO shard (shard, count, time_ms) VALUES ($0, $1, $2) ON CONFLICT (shard) DO UPDATE SET
                    time_ms = CASE WHEN excluded.count > count THEN excluded.time_ms ELSE time_ms END,
                    count = max(count, excluded.count), resources = NULL, hash = NULL
                """,
                shard, newest.ShardCount, newest.Head.Time.ToUnixTimeMilliseconds());
            _file.Run("DELETE FROM superseded WHERE shard = $0 AND shard_count <= $1", shard, newest.ShardCount - ShardChange.Kept);
            NoteGroup(shard >> 7);
        }
        foreach (var shard in gone.Select(id => id.Shard).Distinct())
        {
            _file.Run("UPDATE shard SET resources = NULL, hash = NULL WHERE shard = $0", shard);
            NoteGroup(shard >> 7);
        }
    }

    private ShardTree Tree(int shard) =>
        new(_file.Read("SELECT id, commit_id, cid, size, count FROM version WHERE shard = $0", r => Entry(r, 0), shard));

    /// <summary>The last changes with a count above <paramref name="since"/>, oldest first, at most <see cref="ShardChange.Kept"/>.</summary>
    private List<ShardChange> Changes(int shard, long since)
    {
        var changes = _file.Read(
            $"""
            SELECT {Change} FROM version WHERE shard = $0 AND shard_count > $1
            UNION ALL SELECT {Change} FROM superseded WHERE shard = $0 AND shard_count > $1
            ORDER BY shard_count DESC LIMIT {ShardChange.Kept}
            """,
            r => new ShardChange(r.GetInt64(0), Entry(r, 1), DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(6))), shard, since);
        changes.Reverse();
        return changes;
    }

    private void NoteGroup(int group) => _file.Run(
        "INSERT INTO shard_group (number) VALUES ($0) ON CONFLICT (number) DO UPDATE SET writes = NULL, resources = NULL, root = NULL", group);

    private List<int> ShardsOf(int group) =>
        _file.Read("SELECT shard FROM shard WHERE shard BETWEEN $0 AND $1", r => r.GetInt32(0), group << 7, (group << 7) | 127);

    private ShardNode Compute(int shard)
    {
        var node = Tree(shard).Root;
        _file.Run("UPDATE shard SET resources = $1, hash = $2 WHERE shard = $0", shard, node.Resources, node.Hash);
        return node;
    }

    private GroupState ComputeGroup(int group)
    {
        var nodes = new ShardNode[ShardTree.PerGroup];
        Array.Fill(nodes, ShardNode.Empty);
        var writes = 0L;
        foreach (var state in ShardsOf(group).Select(State))
            (nodes[state.Shard & 127], writes) = (state.Node, writes + state.Count);
        var root = ShardNode.Fold(nodes);
        _file.Run("UPDATE shard_group SET writes = $1, resources = $2, root = $3 WHERE number = $0", group, writes, root.Resources, root.Hash);
        return new GroupState(group, writes, root);
    }

    private static ShardNode? Node(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : new ShardNode(row.GetInt32(column), (byte[])row[column + 1]);

    // As in VersionIndex: a row that does not parse was written by another program.
    private static ShardEntry Entry(SqliteDataReader row, int column) =>
        ResourceId.TryParse(row.GetString(column), out var id, out _) && Cid.TryRead((byte[])row[column + 2], out var cid)
            ? new ShardEntry(id, (byte[])row[column + 1], cid, row.GetInt64(column + 3), row.GetInt64(column + 4))
            : throw new SqliteException("index.db holds a row that is none of ours. Stop the daemon, delete index.db and start it again.", 11);
}
