using System.Text;
using Decent.Content.Shards;
using Decent.Content;
using Microsoft.Data.Sqlite;

namespace Decent.Instance.Index;

/// <summary>
/// Resource id to newest version, and tag to the newest versions' small blocks, in <c>index.db</c>. Derived from the branches, their trailers and
/// manifests, so that it may be lost: a file that is damaged or of another format is moved aside, and <see cref="Replay"/> fills a new one.
/// </summary>
public sealed class VersionIndex : IDisposable
{
    private const string Columns = "id, commit_id, cid, size, folder, count, label, time_ms, shard_count, origin";

    // A version that was told of and is put again, as a replay does, was told of.
    private const string Upsert = $"""
        INSERT INTO version ({Columns}, tenant, branch, shard, told) VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0)
        ON CONFLICT (id) DO UPDATE SET
            told = CASE WHEN commit_id = excluded.commit_id THEN told ELSE 0 END, commit_id = excluded.commit_id, cid = excluded.cid,
            size = excluded.size, folder = excluded.folder, count = excluded.count, label = excluded.label, time_ms = excluded.time_ms,
            shard_count = excluded.shard_count, origin = excluded.origin
        RETURNING number
        """;

    // More rows than this under one tag are the same block in many versions: any of them will do.
    private const int PlacesMax = 8;
    private const int PageRows = 4096;

    private readonly SqliteFile _file;
    private readonly string _path;

    private VersionIndex(string path, SqliteFile file, string? rebuiltReason) =>
        (_path, _file, Shards, RebuiltReason) = (path, file, new ShardStates(file, new ShardJournal(file)), rebuiltReason);

    /// <summary>Why the file was begun anew, in a sentence; null when it was used as it stood.</summary>
    public string? RebuiltReason { get; }

    /// <summary>Counts, hashes and last changes of the shards.</summary>
    public ShardStates Shards { get; }

    /// <summary>Opens the index; a file that cannot be used is moved to <c>index.db.damaged</c>.</summary>
    /// <param name="folder">State folder.</param>
    /// <param name="log">Where such a file is reported.</param>
    public static VersionIndex Open(string folder, ILogger<VersionIndex> log)
    {
        var path = Path.Combine(folder, "index.db");
        try
        {
            return new VersionIndex(path, Create(path), rebuiltReason: null);
        }
        catch (SqliteException e)
        {
            log.Damaged(path, e.Message);
            foreach (var suffix in (string[])["", "-wal", "-shm"])
                if (File.Exists(path + suffix))
                    File.Move(path + suffix, path + ".damaged" + suffix, overwrite: true);
            return new VersionIndex(path, Create(path),
                $"index.db was damaged or of another format ({e.Message}); it was moved aside and made again from git.");
        }
    }

    /// <summary>An empty index beside this one, to be filled and then given to <see cref="ReplaceWith"/>.</summary>
    public VersionIndex BeginAnew()
    {
        DropAnew();
        var path = _path + ".new";
        return new VersionIndex(path, Create(path), rebuiltReason: null);
    }

    /// <summary>Removes what <see cref="BeginAnew"/> began, once it was disposed of.</summary>
    public void DropAnew()
    {
        foreach (var suffix in (string[])["", "-wal", "-shm"])
            File.Delete(_path + ".new" + suffix);
    }

    /// <summary>Goes on with what another index holds, which is no more after this.</summary>
    /// <exception cref="IOException">The disk refuses; this index is as it was.</exception>
    public void ReplaceWith(VersionIndex other) => _file.ReplaceWith(other._file);

    /// <summary>The newest version of a resource.</summary>
    public ResourceVersion? Find(ResourceId id) =>
        _file.Look($"SELECT {Columns} FROM version WHERE id = $0", Row, id.Text).FirstOrDefault();

    /// <summary>The newest version of a resource and, at the same moment, the shard that it belongs to.</summary>
    public (ResourceVersion? Version, ShardState Shard) FindWithShard(ResourceId id) => Shards.Steady(id.Shard, shard => (Find(id), shard));

    /// <summary>A resource whose newest version has this content; null when there is none.</summary>
    public ResourceVersion? FindRoot(Cid root) =>
        _file.Look($"SELECT {Columns} FROM version WHERE cid = $0 LIMIT 1", Row, root.ToBytes()).FirstOrDefault();

    /// <summary>Where newest versions have a small block: the version and the leaf's number in its manifest.</summary>
    /// <param name="tag">16 bytes.</param>
    public IReadOnlyList<(ResourceVersion Version, int Leaf)> FindBlock(byte[] tag) => _file.Look(
        $"SELECT {Columns}, leaf FROM block JOIN version ON number = version WHERE tag = $0 LIMIT {PlacesMax}", r => (Row(r), r.GetInt32(10)), tag);

    /// <summary>Tags of a resource's small blocks, each once, in order of the manifest; 16 bytes each, at most <paramref name="most"/>.</summary>
    public IReadOnlyList<byte[]> Tags(ResourceId id, int most) => _file.Look(
        "SELECT tag FROM block WHERE version = (SELECT number FROM version WHERE id = $0) GROUP BY tag ORDER BY min(leaf) LIMIT $1",
        r => (byte[])r[0], id.Text, most);

    /// <summary>All small blocks of a resource's newest version, in order of leaf: the leaf's number in the manifest and the tag, 16 bytes.</summary>
    public IReadOnlyList<(int Leaf, byte[] Tag)> Blocks(ResourceId id) => _file.Look(
        "SELECT leaf, tag FROM block WHERE version = (SELECT number FROM version WHERE id = $0) ORDER BY leaf",
        r => (r.GetInt32(0), (byte[])r[1]), id.Text);

    /// <summary>All versions of one tenant, in order of id.</summary>
    public IReadOnlyList<ResourceVersion> OfTenant(string tenant) =>
        _file.Look($"SELECT {Columns} FROM version WHERE tenant = $0 ORDER BY id", Row, tenant);

    /// <summary>Branch and commit of each resource of a tenant, in the order in which git sorts branches.</summary>
    public IEnumerable<BranchTip> Branches(string tenant) => SqliteFile.Pages<BranchTip>(PageRows, last => _file.Look(
        """
        SELECT CAST(branch AS BLOB), commit_id FROM version WHERE tenant = $0 AND branch > CAST($1 AS TEXT) ORDER BY branch LIMIT $2
        """,
        r => new BranchTip((byte[])r[0], (byte[])r[1]), tenant, last.Branch ?? [], PageRows));

    /// <summary>What is the newest version of each resource of a tenant, in order of id.</summary>
    public IEnumerable<VersionMark> Marks(string tenant) => SqliteFile.Pages<VersionMark>(PageRows, last => _file.Look(
        "SELECT CAST(id AS BLOB), commit_id, count FROM version WHERE id > CAST($0 AS TEXT) AND id < CAST($1 AS TEXT) ORDER BY id LIMIT $2",
        r => new VersionMark((byte[])r[0], (byte[])r[1], r.GetInt64(2)),
        last.Id ?? VersionMark.Before(tenant), VersionMark.Behind(tenant), PageRows));

    /// <summary>All versions of one tenant in one shard, in order of id.</summary>
    public IReadOnlyList<ResourceVersion> OfShard(string tenant, int shard) =>
        _file.Look($"SELECT {Columns} FROM version WHERE shard = $0 AND tenant = $1 ORDER BY id", Row, shard, tenant);

    /// <summary>All versions of one shard over all tenants, in order of id.</summary>
    public IReadOnlyList<ResourceVersion> OfShard(int shard) =>
        _file.Look($"SELECT {Columns} FROM version WHERE shard = $0 ORDER BY id", Row, shard);

    /// <summary>Write count of a shard over all tenants; 0 when nothing was ever written.</summary>
    public long ShardCount(int shard) =>
        _file.Look("SELECT count FROM shard WHERE shard = $0", r => r.GetInt64(0), shard).FirstOrDefault();

    /// <summary>How many resources there are and how many content bytes their newest versions have.</summary>
    public (long Resources, long Bytes) Totals() =>
        _file.Look("SELECT count(*), coalesce(sum(size), 0) FROM version", r => (r.GetInt64(0), r.GetInt64(1)))[0];

    /// <summary>Versions of all resources together, and the newest of them; the newest is null without any. Reads every row.</summary>
    public (long Versions, ResourceVersion? Newest) Account() => (
        _file.Look("SELECT coalesce(sum(count), 0) FROM version", r => r.GetInt64(0))[0],
        _file.Look($"SELECT {Columns} FROM version ORDER BY time_ms DESC, id LIMIT 1", Row).FirstOrDefault());

    /// <summary>Stores a version as its resource's newest.</summary>
    public void Put(ResourceVersion version, VersionBlocks? blocks = null) => Put([new IndexEntry(version, blocks ?? VersionBlocks.None)], []);

    /// <summary>Stores several versions and forgets others, all or none.</summary>
    public void Put(IEnumerable<IndexEntry> entries, IEnumerable<ResourceId> gone) => _file.Together(() =>
    {
        var stored = new List<ResourceVersion>();
        foreach (var (version, blocks) in entries)
        {
            Shards.Journal.Supersede(version);
            PutOne(version, blocks);
            stored.Add(version);
        }
        foreach (var id in gone)
        {
            Shards.Journal.Forget(id);
            _file.Run("DELETE FROM block WHERE version = (SELECT number FROM version WHERE id = $0)", id.Text);
            _file.Run("DELETE FROM version WHERE id = $0", id.Text);
        }
        Shards.Journal.Note(stored, gone);
    });

    /// <summary>Shards whose newest versions are not yet in <c>_info</c>, at most <paramref name="most"/>.</summary>
    public IReadOnlyList<(string Tenant, int Shard)> Untold(int most) =>
        _file.Look("SELECT DISTINCT tenant, shard FROM version WHERE told = 0 LIMIT $0", r => (r.GetString(0), r.GetInt32(1)), most);

    /// <summary>Remembers that exactly these versions stand in <c>_info</c>.</summary>
    public void MarkTold(IEnumerable<ResourceVersion> versions) => _file.Together(() =>
    {
        foreach (var version in versions)
            _file.Run("UPDATE version SET told = 1 WHERE id = $0 AND count = $1", version.Head.Id.Text, version.Head.Count);
    });

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static SqliteFile Create(string path) => SqliteFile.Open(path, full: false, IndexSchema.Create, IndexSchema.Format);

    private void PutOne(ResourceVersion version, VersionBlocks blocks)
    {
        var head = version.Head;
        var number = _file.Read(
            Upsert, r => r.GetInt64(0), head.Id.Text, head.Commit, head.Root.ToBytes(), head.Size, head.IsFolder, head.Count, head.Label,
            head.Time.ToUnixTimeMilliseconds(), version.ShardCount, version.Origin, head.Id.Tenant, head.Id.Branch, head.Id.Shard)[0];
        _file.Run("DELETE FROM block WHERE version = $0", number);
        for (var i = 0; i < blocks.Count; i++)
            _file.Run("INSERT INTO block (version, leaf, tag) VALUES ($0, $1, $2)", number, blocks.Leaf(i), blocks.Tag(i));
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

    /// <summary>Ids and commits of one tenant's resources in order of id, at most <paramref name="most"/>.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="prefix">Bytes that the path begins with, which may end within a character; empty for all.</param>
    /// <param name="after">Id to go on behind; null for the first page.</param>
    /// <param name="most">Rows of a page.</param>
    public IReadOnlyList<(string Id, byte[] Commit)> Page(string tenant, byte[] prefix, string? after, int most)
    {
        var (begin, end) = Range(tenant, prefix);
        return _file.Read(
            "SELECT id, commit_id FROM version WHERE id >= CAST($0 AS TEXT) AND id < CAST($1 AS TEXT) ORDER BY id LIMIT $2",
            r => (r.GetString(0), (byte[])r[1]), after is null ? begin : [.. Encoding.UTF8.GetBytes(after), 0], end, most);
    }

    /// <summary>Whether a tenant has more than <paramref name="count"/> resources; no more rows are looked at.</summary>
    public bool HasMoreThan(string tenant, int count)
    {
        var (begin, end) = Range(tenant, []);
        return _file.Read(
            "SELECT count(*) FROM (SELECT 1 FROM version WHERE id >= CAST($0 AS TEXT) AND id < CAST($1 AS TEXT) LIMIT $2)",
            r => r.GetInt64(0), begin, end, count + 1)[0] > count;
    }

    // As text, bytes are compared one by one, and none of UTF-8 is 0xff: begins and ends of ranges need not be whole characters.
    private static (byte[] Begin, byte[] End) Range(string tenant, byte[] prefix)
    {
        byte[] begin = [.. Encoding.UTF8.GetBytes(tenant + "/"), .. prefix];
        return (begin, [.. begin, 0xff]);
    }
}
