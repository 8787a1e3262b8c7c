using Decent.Content;
using Decent.Instance.Index;
using Microsoft.Data.Sqlite;

namespace Decent.Instance.Keys;

/// <summary>The instance's keys in <c>ledger.db</c>: public parts for ever, the private part of the newest alone.</summary>
internal sealed class KeyTable
{
    private const string Create = """
        CREATE TABLE IF NOT EXISTS instance_key (
            number INTEGER PRIMARY KEY, public BLOB NOT NULL, private BLOB, since_ms INTEGER NOT NULL, signature BLOB);
        """;

    private readonly SqliteFile _file;

    /// <summary>Makes the table if it is missing.</summary>
    public KeyTable(Ledger ledger)
    {
        _file = ledger.File;
        _file.Run(Create);
    }

    /// <summary>All keys, oldest first.</summary>
    /// <exception cref="InvalidOperationException">A row is damaged.</exception>
    public IReadOnlyList<KeyRow> Read() => _file.Read("SELECT number, public, private, since_ms, signature FROM instance_key ORDER BY number", Row);

    /// <summary>Adds the next key; on the disk when this returns.</summary>
    public void Add(KeyRow row) => _file.Run(
        "INSERT INTO instance_key (number, public, private, since_ms, signature) VALUES ($0, $1, $2, $3, $4)",
        row.Number, row.Link.Key.Spki.ToArray(), row.Private!, row.Link.Since.ToUnixTimeMilliseconds(), (object?)row.Link.Signature ?? DBNull.Value);

    /// <summary>
    /// Deletes the private parts of all keys but the newest: overwritten in the file's pages, and the log that still had them is emptied.
    /// </summary>
    public void ForgetOlder()
    {
        _file.Run("PRAGMA secure_delete = ON");
        _file.Run("UPDATE instance_key SET private = NULL WHERE number < (SELECT max(number) FROM instance_key)");
        _file.Read("PRAGMA wal_checkpoint(TRUNCATE)", r => r.GetInt64(0));
    }

    private static KeyRow Row(SqliteDataReader row) => HeadKey.TryRead((byte[])row[1], out var key)
        ? new KeyRow(
            row.GetInt64(0),
            new HeadKeyLink(key, DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)), row.IsDBNull(4) ? null : (byte[])row[4]),
            row.IsDBNull(2) ? null : (byte[])row[2])
        : throw new InvalidOperationException("ledger.db holds an instance key that is none. Restore the file from a backup.");
}
