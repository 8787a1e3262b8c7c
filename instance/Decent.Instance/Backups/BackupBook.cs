using Decent.Instance.Index;

namespace Decent.Instance.Backups;

/// <summary>The newest backup that somebody kept, in <c>ledger.db</c>.</summary>
public sealed class BackupBook
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS backup (
            number INTEGER PRIMARY KEY CHECK (number = 0), file TEXT NOT NULL, bytes INTEGER NOT NULL, time_ms INTEGER NOT NULL)
        """;

    private readonly SqliteFile _file;

    /// <summary>Makes the table if it is missing.</summary>
    public BackupBook(Ledger ledger) => (_file, _) = (ledger.File, ledger.File.Run(Schema));

    /// <summary>The newest one; null for none.</summary>
    public BackupRecord? Newest => _file.Read("SELECT file, bytes, time_ms FROM backup", r => new BackupRecord
    {
        File = r.GetString(0), Bytes = r.GetInt64(1), Time = DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(2)),
    }).FirstOrDefault();

    /// <summary>Remembers one as the newest; on the disk when this returns.</summary>
    public void Keep(BackupRecord backup) => _file.Run(
        "INSERT OR REPLACE INTO backup (number, file, bytes, time_ms) VALUES (0, $0, $1, $2)", backup.File, backup.Bytes,
        backup.Time.ToUnixTimeMilliseconds());
}
