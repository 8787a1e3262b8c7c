using Decent.Content.Disk;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Decent.Content.Index;

/// <summary>
/// Brings the log of index.db into the database. SQLite would do so within a commit, and it syncs: here it is done outside the gate and on a connection of
/// its own, so that nobody who writes waits for it, nor who closes the gate.
/// </summary>
internal sealed class IndexCheckpoints : IDisposable
{
    // As SQLite would by itself.
    private const int Pages = 1000;

    // The fewer, the quicker is a bulk.
    private const int BulkPages = 32_768;
    private readonly SqliteConnection _writer;
    private readonly string _path;
    private readonly WriteGate _gate;
    private SqliteConnection? _own;
    private volatile int _written;
    private volatile int _pagesMax = Pages;
    private bool _isDisposed;

    /// <param name="path">Of index.db.</param>
    /// <param name="writer">The connection whose log it is.</param>
    /// <param name="gate">Passed by whatever is written.</param>
    public IndexCheckpoints(string path, SqliteConnection writer, WriteGate gate)
    {
        (_path, _writer, _gate) = (path, writer, gate);
        IndexSchema.Scalar(writer, "PRAGMA wal_autocheckpoint=0");
        gate.Left += RunIfDue;
    }

    /// <summary>Held while one runs.</summary>
    public Lock Running { get; } = new();

    /// <summary>Fewer of them from now on, or as many as usual.</summary>
    public void Bulk(bool begins) => _pagesMax = begins ? BulkPages : Pages;

    /// <summary>The writer has committed. Nobody else uses its connection now.</summary>
    public void Count()
    {
        _ = sqlite3_db_status(_writer.Handle!, SQLITE_DBSTATUS_CACHE_WRITE, out int pages, out _, 1);
        _written += pages;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gate.Left -= RunIfDue;
        lock (Running)
        {
            _isDisposed = true;
            _own?.Dispose();
        }
    }

    private void RunIfDue()
    {
        if (_written < _pagesMax || !Running.TryEnter())
        {
            return;
        }

        try
        {
            if (_isDisposed)
            {
                return;
            }

            // Among readers it goes as far as they allow; the rest comes with the next one.
            _written = 0;
            _own ??= SqliteLibrary.Open(_path, "NORMAL");
            IndexSchema.Scalar(_own, "PRAGMA wal_checkpoint(PASSIVE)");
        }
        catch (SqliteException)
        {
            // Nothing is lost: it stays in the log, and what is wrong with the disk is told by the next change.
        }
        finally
        {
            Running.Exit();
        }
    }
}
