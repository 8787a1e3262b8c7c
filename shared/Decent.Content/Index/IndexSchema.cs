using Microsoft.Data.Sqlite;

namespace Decent.Content.Index;

/// <summary>
/// The tables of index.db. Leaves are found by the first 8 bytes of digest or tag: the bytes read decide, so a clash only costs a read. Eviction
/// knows objects by the first 8 bytes of their digest (name) and reads objects_order alone, never the rows with their leaves.
/// </summary>
internal static class IndexSchema
{
    public const int Version = 2;

    private const string Tables = """
        CREATE TABLE objects(id INTEGER PRIMARY KEY, cid BLOB NOT NULL UNIQUE, size INTEGER NOT NULL, chunk INTEGER NOT NULL,
            name INTEGER NOT NULL, added INTEGER NOT NULL, used INTEGER NOT NULL, committed INTEGER NOT NULL, leaves BLOB NOT NULL);
        CREATE INDEX objects_name ON objects(name);
        CREATE INDEX objects_order ON objects(used, added, name, size, committed);
        CREATE TABLE leaves(object INTEGER NOT NULL, leaf INTEGER NOT NULL, digest INTEGER NOT NULL, tag INTEGER,
            PRIMARY KEY(object, leaf)) WITHOUT ROWID;
        CREATE INDEX leaves_digest ON leaves(digest);
        CREATE INDEX leaves_tag ON leaves(tag) WHERE tag IS NOT NULL;
        CREATE TABLE manifests(root BLOB PRIMARY KEY) WITHOUT ROWID;
        CREATE TABLE nodes(cid BLOB NOT NULL, root BLOB NOT NULL, PRIMARY KEY(cid, root)) WITHOUT ROWID;
        CREATE TABLE heads(key BLOB PRIMARY KEY, id TEXT NOT NULL, root BLOB NOT NULL, committed INTEGER NOT NULL, json TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX heads_root ON heads(root, committed);
        CREATE TABLE meta(clean INTEGER NOT NULL);
        INSERT INTO meta VALUES(0);
        """;

    /// <summary>Makes the tables of a new database; throws InvalidDataException for a damaged one or one of another version.</summary>
    public static void Ensure(SqliteConnection connection)
    {
        if (Scalar(connection, "PRAGMA quick_check(1)") != "ok")
        {
            throw new InvalidDataException("quick_check found damaged pages");
        }

        string version = Scalar(connection, "PRAGMA user_version");
        if (version == "0" && Scalar(connection, "SELECT COUNT(*) FROM sqlite_master") == "0")
        {
            using SqliteTransaction transaction = connection.BeginTransaction();
            Scalar(connection, Tables, transaction);
            Scalar(connection, $"PRAGMA user_version={Version}", transaction);
            transaction.Commit();
        }
        else if (version != $"{Version}")
        {
            throw new InvalidDataException($"version {version} is not {Version}");
        }
    }

    public static string Scalar(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        return Convert.ToString(command.ExecuteScalar()) ?? "";
    }
}
