using System.Globalization;
using Decent.Content;
using Decent.Content.Disk;
using Microsoft.Data.Sqlite;

namespace Decent.Edge.Power;

/// <summary>
/// The record of stops: a row in <c>ledger.db</c> (WAL, synchronous FULL, one connection) and the marker <c>sealed</c>, which names it. Both stand and agree
/// while nothing is written; the marker is blank before anything is. Whichever of them a cut leaves alone says that a run did not end in order. One owner.
/// </summary>
public sealed class StopLedger : IDisposable
{
    private const int RowsKept = 1000;
    private readonly DurableSector _marker;
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private bool _isReady;

    private StopLedger(DurableSector marker, SqliteConnection connection, string damage, bool isFirst)
    {
        (_marker, _connection, _insert) = (marker, connection, connection.CreateCommand());
        _insert.CommandText = "INSERT INTO stop (run, loss, time) VALUES ($run, $loss, $time) RETURNING id";
        Array.ForEach(["$run", "$loss", "$time"], name => _insert.Parameters.Add(new SqliteParameter { ParameterName = name }));
        Finding = damage.Length > 0 ? new StopFinding(false, damage) : isFirst ? new StopFinding(true, "") : Compare();
    }

    /// <summary>How the run before ended.</summary>
    public StopFinding Finding { get; }

    /// <summary>Opens or makes the ledger. A damaged one is put aside and made anew.</summary>
    /// <param name="folder">The edge's state folder.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="DllNotFoundException">SQLite is not installed.</exception>
    public static StopLedger Open(string folder) => Open(folder, "FULL");

    /// <param name="folder">As above.</param>
    /// <param name="synchronous">Less than FULL is for tests, which show what it would lose.</param>
    internal static StopLedger Open(string folder, string synchronous)
    {
        string path = Path.Combine(folder, "ledger.db"), marker = Path.Combine(folder, "sealed");
        bool isFirst = !File.Exists(path) && !File.Exists(marker);
        string damage = "";
        SqliteConnection connection;
        try
        {
            connection = OpenChecked(path, synchronous);
        }
        catch (Exception error) when (error is InvalidDataException || error is SqliteException { SqliteErrorCode: 11 or 24 or 26 })
        {
            damage = $"ledger.db was damaged ({error.Message}) and is ledger.db.damaged now";
            File.Move(path, path + ".damaged", overwrite: true);
            File.Delete(path + "-wal");
            File.Delete(path + "-shm");
            connection = OpenChecked(path, synchronous);
        }

        return new StopLedger(DurableSector.Open(marker), connection, damage, isFirst);
    }

    /// <summary>From now on things are written: an end without <see cref="Seal"/> is none in order. Durable when this returns.</summary>
    public void Begin()
    {
        if (!_isReady)
        {
            Rehearse();
            _isReady = true;
        }

        _marker.Write("");
    }

    /// <summary>Commits the row, then the marker; both are on the disk when this returns.</summary>
    /// <param name="run">Start number of this process.</param>
    /// <param name="isForLoss">For a loss of mains, or a stop.</param>
    /// <param name="time">Seconds since 1970 by this machine's clock.</param>
    public void Seal(uint run, bool isForLoss, long time)
    {
        long id = Insert(run, isForLoss, time);
        _marker.Write(id.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// Brings the rows into the database's own file, and forgets the oldest. For when there is time. The log keeps its length: what comes next is written over
    /// it, and the file system has nothing to note down for that.
    /// </summary>
    public void Tidy()
    {
        Run("DELETE FROM stop WHERE id <= (SELECT MAX(id) FROM stop) - $0", RowsKept);
        Run("PRAGMA wal_checkpoint(RESTART)");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
        _marker.Dispose();
    }

    private static SqliteConnection OpenChecked(string path, string synchronous)
    {
        SqliteConnection connection = SqliteLibrary.Open(path, synchronous);
        try
        {
            using SqliteCommand check = connection.CreateCommand();
            check.CommandText = "PRAGMA integrity_check(1)";
            if (check.ExecuteScalar() is not "ok")
            {
                throw new InvalidDataException("integrity_check found damaged pages");
            }

            using SqliteCommand create = connection.CreateCommand();
            create.CommandText =
                "CREATE TABLE IF NOT EXISTS stop (id INTEGER PRIMARY KEY AUTOINCREMENT, run INTEGER NOT NULL, loss INTEGER NOT NULL, time INTEGER NOT NULL)";
            create.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Writes what a seal writes and takes it back, in one transaction, so that the first seal finds its statement compiled and a log that is long enough.
    /// </summary>
    private void Rehearse()
    {
        using SqliteTransaction transaction = _insert.Transaction = _connection.BeginTransaction();
        long id = Insert(0, isForLoss: false, 0);
        Run("DELETE FROM stop WHERE id = $0", id);
        transaction.Commit();
        _insert.Transaction = null;
        Run("PRAGMA wal_checkpoint(RESTART)");
    }

    private StopFinding Compare()
    {
        string row = Convert.ToString(Run("SELECT MAX(id) FROM stop"), CultureInfo.InvariantCulture) ?? "";
        string marker = _marker.Read();
        return marker.Length > 0 && marker == row ? new StopFinding(true, "")
            : marker.Length > 0 ? new StopFinding(false, $"its marker names row {marker} and the last row is {(row.Length > 0 ? row : "none")}")
            : new StopFinding(false, "power cut, crash or kill");
    }

    // Kept compiled: a seal has no time for it.
    private long Insert(uint run, bool isForLoss, long time)
    {
        (_insert.Parameters[0].Value, _insert.Parameters[1].Value, _insert.Parameters[2].Value) = (run, isForLoss ? 1 : 0, time);
        return (long)_insert.ExecuteScalar()!;
    }

    private object? Run(string sql, params object[] values)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue($"${i}", values[i]);
        }

        return command.ExecuteScalar();
    }
}
