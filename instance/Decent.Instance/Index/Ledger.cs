using Decent.Content;

namespace Decent.Instance.Index;

/// <summary>What was acknowledged, in <c>ledger.db</c>: on the disk before anybody is told. It cannot be rebuilt and is never moved aside.</summary>
public sealed class Ledger : IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS publication (
            id TEXT PRIMARY KEY, tenant TEXT NOT NULL, commit_id TEXT NOT NULL, label TEXT NOT NULL,
            count INTEGER NOT NULL, time_ms INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS publication_tenant ON publication (tenant);
        CREATE TABLE IF NOT EXISTS node (name TEXT PRIMARY KEY, secret BLOB NOT NULL, key BLOB NOT NULL, added_ms INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        """;

    private const int PageRows = 4096;

    private Ledger(SqliteFile file) => File = file;

    /// <summary>The database, for the feature that owns the table <c>node</c>.</summary>
    internal SqliteFile File { get; }

    /// <summary>Opens or creates the ledger of a state folder.</summary>
    /// <exception cref="InvalidOperationException">The file is damaged; the message says what to do.</exception>
    public static Ledger Open(string folder)
    {
        var path = Path.Combine(folder, "ledger.db");
        try
        {
            KeepPrivate(path);
            return new Ledger(SqliteFile.Open(path, full: true, Schema));
        }
        catch (Microsoft.Data.Sqlite.SqliteException e)
        {
            throw new InvalidOperationException(
                $"{path} is damaged ({e.Message}). It holds nodes' keys and cannot be made again: "
                + "restore it from a backup, or move it away and enrol every node anew.", e);
        }
    }

    /// <summary>Remembers a version as acknowledged; on the disk when this returns.</summary>
    public void Put(Head head) => File.Run(
        "INSERT OR REPLACE INTO publication (id, tenant, commit_id, label, count, time_ms) VALUES ($0, $1, $2, $3, $4, $5)",
        head.Id.Text, head.Id.Tenant, Convert.ToHexStringLower(head.Commit), head.Label, head.Count, head.Time.ToUnixTimeMilliseconds());

    /// <summary>Remembers several versions as acknowledged, all or none; on the disk when this returns.</summary>
    public void Put(IEnumerable<Head> heads) => File.Together(() =>
    {
        foreach (var head in heads)
            Put(head);
    });

    /// <summary>The newest acknowledged version of a resource.</summary>
    public LedgerEntry? Find(string id) =>
        File.Read("SELECT id, commit_id, label, count, time_ms FROM publication WHERE id = $0", Row, id).FirstOrDefault();

    /// <summary>The newest acknowledged version of each resource of a tenant.</summary>
    public IReadOnlyList<LedgerEntry> OfTenant(string tenant) =>
        File.Read("SELECT id, commit_id, label, count, time_ms FROM publication WHERE tenant = $0", Row, tenant);

    /// <summary>What was acknowledged last of each resource of a tenant, in order of id.</summary>
    public IEnumerable<VersionMark> Marks(string tenant) => SqliteFile.Pages<VersionMark>(PageRows, last => File.Read(
        "SELECT CAST(id AS BLOB), commit_id, count FROM publication WHERE id > CAST($0 AS TEXT) AND id < CAST($1 AS TEXT) ORDER BY id LIMIT $2",
        r => new VersionMark((byte[])r[0], Convert.FromHexString(r.GetString(1)), r.GetInt64(2)),
        last.Id ?? VersionMark.Before(tenant), VersionMark.Behind(tenant), PageRows));

    /// <summary>Tenants with at least one acknowledged version.</summary>
    public IReadOnlyList<string> Tenants() => File.Read("SELECT DISTINCT tenant FROM publication", r => r.GetString(0));

    /// <summary>A value kept from the first start on: the one stored, or <paramref name="first"/>, which is stored.</summary>
    public string Setting(string name, string first)
    {
        File.Run("INSERT OR IGNORE INTO setting (name, value) VALUES ($0, $1)", name, first);
        return File.Read("SELECT value FROM setting WHERE name = $0", r => r.GetString(0), name)[0];
    }

    /// <inheritdoc/>
    public void Dispose() => File.Dispose();

    private static LedgerEntry Row(Microsoft.Data.Sqlite.SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)));

    /// <summary>Nobody but the daemon's user reads it, whatever the folder allows; SQLite gives its log the same mode.</summary>
    private static void KeepPrivate(string path)
    {
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (OperatingSystem.IsWindows())
            return;
        new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, UnixCreateMode = owner }).Dispose();
        foreach (var file in (string[])[path, path + "-wal", path + "-shm"])
            if (System.IO.File.Exists(file))
                System.IO.File.SetUnixFileMode(file, owner);
    }
}
