using Decent.Content;
using Decent.Content.Shards;
using Microsoft.Data.Sqlite;

namespace Decent.Instance.Index;

/// <summary>
/// What was written to the shards last, in <c>index.db</c>. Derived like the versions and written in their transaction: a replaced version moves to
/// <c>superseded</c>, which together with the newest versions is the journal. Each write raises <c>changes</c> of its shard and group and takes away
/// the hashes that <see cref="ShardStates"/> kept.
/// </summary>
public sealed class ShardJournal
{
    internal const string Schema = """
        CREATE TABLE IF NOT EXISTS superseded (
            shard INTEGER NOT NULL, shard_count INTEGER NOT NULL, id TEXT NOT NULL, commit_id BLOB NOT NULL, cid BLOB NOT NULL, size INTEGER NOT NULL,
            count INTEGER NOT NULL, time_ms INTEGER NOT NULL, PRIMARY KEY (shard, shard_count)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS shard (
            shard INTEGER PRIMARY KEY, count INTEGER NOT NULL, time_ms INTEGER NOT NULL, changes INTEGER NOT NULL DEFAULT 0, resources INTEGER, hash BLOB);
        CREATE TABLE IF NOT EXISTS shard_group (
            number INTEGER PRIMARY KEY, changes INTEGER NOT NULL DEFAULT 0, writes INTEGER, resources INTEGER, hash BLOB);
        INSERT INTO shard (shard, count, time_ms)
            SELECT shard, max(shard_count), time_ms FROM version WHERE NOT EXISTS (SELECT 1 FROM shard) GROUP BY shard;
        INSERT INTO shard_group (number) SELECT DISTINCT shard >> 7 FROM shard WHERE NOT EXISTS (SELECT 1 FROM shard_group);
        """;

    private const string Columns = "shard_count, id, commit_id, cid, size, count, time_ms";

    /// <summary>One more than is told, so that the change before the first that is told still has its time.</summary>
    private const int Most = ShardChange.Kept + 1;

    private readonly SqliteFile _file;

    internal ShardJournal(SqliteFile file) => _file = file;

    /// <summary>Changes with a count above <paramref name="since"/>, oldest first: of the last <see cref="Most"/> those that are known.</summary>
    public IReadOnlyList<ShardChange> Changes(int shard, long since)
    {
        var changes = _file.Look(
            $"""
            SELECT {Columns} FROM version WHERE shard = $0 AND shard_count > $1
            UNION ALL SELECT {Columns} FROM superseded WHERE shard = $0 AND shard_count > $1
            ORDER BY shard_count DESC LIMIT {Most}
            """,
            r => new ShardChange(r.GetInt64(0), Entry(r, 1), DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(6))), shard, since);
        changes.Reverse();
        return changes;
    }

    /// <summary>
    /// Makes the journal again from every version that git has, once the newest ones are stored: the same as if each had been stored when it was
    /// published. All or nothing.
    /// </summary>
    /// <param name="history">In order of shard count, or in any other.</param>
    public void Rebuild(IEnumerable<ResourceVersion> history) => _file.Together(() =>
    {
        _file.Run("DELETE FROM superseded");
        Keep(history);
    });

    /// <summary>Adds versions that git has and the journal lacks; what is too old for it is left out. All or nothing.</summary>
    internal void Add(IReadOnlyCollection<ResourceVersion> history) => _file.Together(() =>
    {
        Keep(history);
        foreach (var shard in history.Select(version => version.Head.Id.Shard).Distinct())
            _file.Run($"DELETE FROM superseded WHERE shard = $0 AND shard_count <= (SELECT count FROM shard WHERE shard = $0) - {Most}", shard);
    });

    /// <summary>
    /// Newest versions of a tenant that may have versions before them which the journal lacks, and the count above which it wants them; none when it
    /// has all.
    /// </summary>
    internal IReadOnlyList<(ResourceId Id, byte[] Commit, long Above)> Incomplete(string tenant, int shard) => _file.Look(
        $"""
        SELECT id, commit_id, s.count - {Most} FROM shard s JOIN version v ON v.shard = s.shard
        WHERE s.shard = $0 AND v.tenant = $1 AND v.count > 1 AND v.shard_count > s.count - {Most} AND min(s.count, {Most}) >
            (SELECT count(*) FROM version WHERE shard = $0 AND shard_count > s.count - {Most})
            + (SELECT count(*) FROM superseded WHERE shard = $0 AND shard_count > s.count - {Most})
        """,
        r => (Id(r, 0), (byte[])r[1], r.GetInt64(2)), shard, tenant);

    private void Keep(IEnumerable<ResourceVersion> history)
    {
        foreach (var version in history)
            _file.Run(
                $"""
                INSERT OR REPLACE INTO superseded (shard, {Columns}) SELECT $0, $1, $2, $3, $4, $5, $6, $7
                WHERE $1 > (SELECT count FROM shard WHERE shard = $0) - {Most}
                    AND NOT EXISTS (SELECT 1 FROM version WHERE id = $2 AND shard_count <= $1)
                """,
                version.Head.Id.Shard, version.ShardCount, version.Head.Id.Text, version.Head.Commit, version.Head.Root.ToBytes(), version.Head.Size,
                version.Head.Count, version.Head.Time.ToUnixTimeMilliseconds());
    }

    /// <summary>Keeps the version that this one replaces, if any; to be called in the transaction, before it is stored.</summary>
    internal void Supersede(ResourceVersion version) => _file.Run(
        $"INSERT OR REPLACE INTO superseded (shard, {Columns}) SELECT shard, {Columns} FROM version WHERE id = $0 AND shard_count < $1",
        version.Head.Id.Text, version.ShardCount);

    /// <summary>Forgets every version of a resource; to be called in the transaction.</summary>
    internal void Forget(ResourceId id) => _file.Run("DELETE FROM superseded WHERE shard = $0 AND id = $1", id.Shard, id.Text);

    /// <summary>Notes, once for each shard, what a transaction did to it; to be called at its end.</summary>
    internal void Note(IReadOnlyCollection<ResourceVersion> stored, IEnumerable<ResourceId> gone)
    {
        var newests = stored.GroupBy(v => v.Head.Id.Shard).ToDictionary(shard => shard.Key, shard => shard.MaxBy(v => v.ShardCount)!);
        foreach (var (shard, newest) in newests)
        {
            _file.Run(
                """
                INSERT INTO shard (shard, count, time_ms) VALUES ($0, $1, $2) ON CONFLICT (shard) DO UPDATE SET
                    time_ms = CASE WHEN excluded.count > count THEN excluded.time_ms ELSE time_ms END, count = max(count, excluded.count),
                    changes = changes + 1, resources = NULL, hash = NULL
                """,
                shard, newest.ShardCount, newest.Head.Time.ToUnixTimeMilliseconds());
            _file.Run("DELETE FROM superseded WHERE shard = $0 AND shard_count <= $1", shard, newest.ShardCount - Most);
        }
        var shards = newests.Keys.Concat(gone.Select(id => id.Shard)).ToHashSet();
        foreach (var shard in shards.Except(newests.Keys))
            _file.Run("UPDATE shard SET changes = changes + 1, resources = NULL, hash = NULL WHERE shard = $0", shard);
        foreach (var group in shards.Select(shard => shard >> 7).Distinct())
            _file.Run(
                """
                INSERT INTO shard_group (number) VALUES ($0)
                ON CONFLICT (number) DO UPDATE SET changes = changes + 1, writes = NULL, resources = NULL, hash = NULL
                """,
                group);
    }

    /// <summary>Reads id, commit, CID, size and count from five columns.</summary>
    /// <exception cref="SqliteException">The row was written by another program.</exception>
    internal static ShardEntry Entry(SqliteDataReader row, int column) =>
        Cid.TryRead((byte[])row[column + 2], out var cid)
            ? new ShardEntry(Id(row, column), (byte[])row[column + 1], cid, row.GetInt64(column + 3), row.GetInt64(column + 4))
            : throw NotOurs;

    private static SqliteException NotOurs =>
        new("index.db holds a row that is none of ours. Stop the daemon, delete index.db and start it again.", 11);

    private static ResourceId Id(SqliteDataReader row, int column) => ResourceId.TryParse(row.GetString(column), out var id, out _) ? id : throw NotOurs;
}
