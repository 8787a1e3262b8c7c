using Decent.Content;
using Decent.Content.Shards;
using Microsoft.Data.Sqlite;

namespace Decent.Instance.Index;

/// <summary>
/// Resource id to newest version, in <c>index.db</c>. Derived from the branches and their trailers, so that it may be lost:
/// a damaged file is moved aside, and <see cref="Replay"/> fills a new one.
/// </summary>
public sealed class VersionIndex : IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS version (
            id TEXT PRIMARY KEY, tenant TEXT NOT NULL, shard INTEGER NOT NULL, commit_id BLOB NOT NULL, cid BLOB NOT NULL,
            size INTEGER NOT NULL, folder INTEGER NOT NULL, count INTEGER NOT NULL, label TEXT NOT NULL, time_ms INTEGER NOT NULL,
            shard_count INTEGER NOT NULL, origin TEXT NOT NULL, told INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS version_shard ON version (shard, tenant);
        CREATE INDEX IF NOT EXISTS version_cid ON version (cid);
        CREATE INDEX IF NOT EXISTS version_untold ON version (tenant, shard) WHERE told = 0;
        """ + ShardJournal.Schema;

    private const string Columns = "id, commit_id, cid, size, folder, count, label, time_ms, shard_count, origin";
    private readonly SqliteFile _file;

    private VersionIndex(SqliteFile file, string? rebuiltReason) =>
        (_file, Shards, RebuiltReason) = (file, new ShardStates(file, new ShardJournal(file)), rebuiltReason);

    /// <summary>Why the file was begun anew, in a sentence; null when it was used as it stood.</summary>
    public string? RebuiltReason { get; }

    /// <summary>Counts, hashes and last changes of the shards.</summary>
    public ShardStates Shards { get; }

    /// <summary>Opens the index; a damaged file is moved to <c>index.db.damaged</c>.</summary>
    /// <param name="folder">State folder.</param>
    /// <param name="log">Where a damaged file is reported.</param>
    public static VersionIndex Open(string folder, ILogger<VersionIndex> log)
    {
        var path = Path.Combine(folder, "index.db");
        try
        {
            return new VersionIndex(SqliteFile.Open(path, full: false, Schema), rebuiltReason: null);
        }
        catch (SqliteException e)
        {
            log.Damaged(path, e.Message);
            foreach (var suffix in (string[])["", "-wal", "-shm"])
                if (File.Exists(path + suffix))
                    File.Move(path + suffix, path + ".damaged" + suffix, overwrite: true);
            return new VersionIndex(
                SqliteFile.Open(path, full: false, Schema),
                $"index.db was damaged ({e.Message}); it was moved aside and made again from git.");
        }
    }

    /// <summary>The newest version of a resource.</summary>
    public ResourceVersion? Find(ResourceId id) =>
        _file.Read($"SELECT {Columns} FROM version WHERE id = $0", Row, id.Text).FirstOrDefault();

    /// <summary>The newest version of a resource and, at the same moment, the shard that it belongs to.</summary>
    public (ResourceVersion? Version, ShardState Shard) FindWithShard(ResourceId id) => Shards.Steady(id.Shard, shard => (Find(id), shard));

    /// <summary>A resource whose newest version has this content; null when there is none.</summary>
    public ResourceVersion? FindRoot(Cid root) =>
        _file.Read($"SELECT {Columns} FROM version WHERE cid = $0 LIMIT 1", Row, root.ToBytes()).FirstOrDefault();

    /// <summary>All versions of one tenant, in order of id.</summary>
    public IReadOnlyList<ResourceVersion> OfTenant(string tenant) =>
        _file.Read($"SELECT {Columns} FROM version WHERE tenant = $0 ORDER BY id", Row, tenant);

    /// <summary>All versions of one tenant in one shard, in order of id.</summary>
    public IReadOnlyList<ResourceVersion> OfShard(string tenant, int shard) =>
        _file.Read($"SELECT {Columns} FROM version WHERE shard = $0 AND tenant = $1 ORDER BY id", Row, shard, tenant);

    /// <summary>All versions of one shard over all tenants, in order of id.</summary>
    public IReadOnlyList<ResourceVersion> OfShard(int shard) =>
        _file.Read($"SELECT {Columns} FROM version WHERE shard = $0 ORDER BY id", Row, shard);

    /// <summary>Write count of a shard over all tenants; 0 when nothing was ever written.</summary>
    public long ShardCount(int shard) =>
        _file.Read("SELECT count FROM shard WHERE shard = $0", r => r.GetInt64(0), shard).FirstOrDefault();

    /// <summary>How many resources there are and how many content bytes their newest versions have.</summary>
    public (long Resources, long Bytes) Totals() =>
        _file.Read("SELECT count(*), coalesce(sum(size), 0) FROM version", r => (r.GetInt64(0), r.GetInt64(1)))[0];

    /// <summary>Stores a version as its resource's newest.</summary>
    public void Put(ResourceVersion version) => Put([version], []);

    /// <summary>Stores several versions and forgets others, all or none.</summary>
    public void Put(IEnumerable<ResourceVersion> versions, IEnumerable<ResourceId> gone) => _file.Together(() => Store(versions, gone));

    /// <summary>Shards whose newest versions are not yet in <c>_info</c>, at most <paramref name="most"/>.</summary>
    public IReadOnlyList<(string Tenant, int Shard)> Untold(int most) =>
        _file.Read("SELECT DISTINCT tenant, shard FROM version WHERE told = 0 LIMIT $0", r => (r.GetString(0), r.GetInt32(1)), most);

    /// <summary>Remembers that exactly these versions stand in <c>_info</c>.</summary>
    public void MarkTold(IEnumerable<ResourceVersion> versions) => _file.Together(() =>
    {
        foreach (var version in versions)
            _file.Run("UPDATE version SET told = 1 WHERE id = $0 AND count = $1", version.Head.Id.Text, version.Head.Count);
    });

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Store(IEnumerable<ResourceVersion> versions, IEnumerable<ResourceId> gone)
    {
        var stored = new List<ResourceVersion>();
        foreach (var version in versions)
        {
            Shards.Journal.Supersede(version);
            Store(version);
            stored.Add(version);
        }
        foreach (var id in gone)
        {
            Shards.Journal.Forget(id);
            _file.Run("DELETE FROM version WHERE id = $0", id.Text);
        }
        Shards.Journal.Note(stored, gone);
    }

    private void Store(ResourceVersion version)
    {
        var head = version.Head;
        _file.Run(
            $"INSERT OR REPLACE INTO version ({Columns}, tenant, shard, told) VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0)",
            head.Id.Text, head.Commit, head.Root.ToBytes(), head.Size, head.IsFolder, head.Count, head.Label,
            head.Time.ToUnixTimeMilliseconds(), version.ShardCount, version.Origin, head.Id.Tenant, head.Id.Shard);
    }

    // A row that does not parse was written by another program: as damaged as a torn page, and told the same way.
    private static ResourceVersion Row(SqliteDataReader row)
    {
        if (!ResourceId.TryParse(row.GetString(0), out var id, out _) || !Cid.TryRead((byte[])row[2], out var cid))
            throw new SqliteException("index.db holds a row that is none of ours. Stop the daemon, delete index.db and start it again.", 11);
        return new ResourceVersion(new Head
        {
            Id = id,
            Commit = (byte[])row[1],
            Root = cid,
            Size = row.GetInt64(3),
            IsFolder = row.GetInt64(4) != 0,
            Count = row.GetInt64(5),
            Label = row.GetString(6),
            Time = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(7)),
        }, row.GetInt64(8), row.GetString(9));
    }
}
