using Decent.Content;
using Microsoft.Data.Sqlite;

namespace Decent.Instance.Index;

/// <summary>
/// One SQLite database, its pragmas asserted at open. One session writes; a second one only looks, so that who asks does not wait for a long
/// transaction.
/// </summary>
public sealed class SqliteFile : IDisposable
{
    private readonly string _path;
    private readonly SqliteSession _writer;
    private readonly Lazy<SqliteSession> _looker;

    private SqliteFile(string path, bool full)
    {
        _path = path;
        _writer = new SqliteSession(path, full);
        _looker = new Lazy<SqliteSession>(() => new SqliteSession(path, full));
    }

    /// <summary>Opens or creates a database in WAL mode and checks that it is whole.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="full">True: each transaction is on the disk when it returns. False: the last ones may be lost with the power.</param>
    /// <param name="schema">Statements that create what is missing.</param>
    /// <param name="format">What <c>PRAGMA user_version</c> must say of a file that has tables; 0 for any.</param>
    /// <exception cref="SqliteException">The file is not a whole database, or of another format.</exception>
    public static SqliteFile Open(string path, bool full, string schema, int format = 0)
    {
        var file = new SqliteFile(path, full);
        try
        {
            file.Require("PRAGMA quick_check(1)", "ok");
            file.RequireFormat(format);
            file.Run(schema);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Copies a database that others may be writing: as their last finished transaction left it. Nobody waits for it.</summary>
    /// <param name="path">Full path of the database.</param>
    /// <param name="to">Full path of the copy, an empty file whose mode stays.</param>
    public static void Copy(string path, string to)
    {
        using var from = SqliteLibrary.Open(path, "NORMAL");
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = to, Pooling = false }.ToString());
        copy.Open();
        from.BackupDatabase(copy);
    }

    /// <summary>Runs one statement; <paramref name="values"/> are its parameters $0, $1 and so on.</summary>
    /// <returns>Rows changed.</returns>
    public int Run(string sql, params ReadOnlySpan<object> values) => _writer.Run(sql, values);

    /// <summary>Reads all rows of a query, or of a change that returns some; <paramref name="row"/> asks nothing of this file.</summary>
    public List<T> Read<T>(string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<object> values) => _writer.Read(sql, row, values);

    /// <summary>Reads all rows of a query as the last finished transaction left them, without waiting for the one under way.</summary>
    public List<T> Look<T>(string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<object> values) => _looker.Value.Read(sql, row, values);

    /// <summary>Reads a long answer page by page: others have their turn between two of them.</summary>
    /// <param name="rows">Rows of a full page; a shorter one is the last.</param>
    /// <param name="next">Reads the page behind a row; behind <c>default</c> stands the first.</param>
    public static IEnumerable<T> Pages<T>(int rows, Func<T, IReadOnlyList<T>> next) where T : struct
    {
        var page = next(default);
        while (page.Count > 0)
        {
            foreach (var row in page)
                yield return row;
            page = page.Count < rows ? [] : next(page[^1]);
        }
    }

    /// <summary>Runs several calls as one transaction; an exception undoes them all.</summary>
    public void Together(Action work) => _writer.Together(work);

    /// <summary>Closes another database and goes on with it under this one's name; who asks meanwhile waits and finds all of it.</summary>
    /// <exception cref="IOException">The disk refuses; this database goes on as it was.</exception>
    public void ReplaceWith(SqliteFile other)
    {
        other.Dispose();
        _writer.WhileClosed(() => _looker.Value.WhileClosed(() =>
        {
            // A closed database has put its log into its file: one that is left would be taken for the other's.
            foreach (var suffix in (string[])["-wal", "-shm"])
                File.Delete(_path + suffix);
            File.Move(other._path, _path, overwrite: true);
        }));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_looker.IsValueCreated)
            _looker.Value.Close();
        _writer.Close();
    }

    private void Require(string pragma, string answer)
    {
        var got = Read(pragma, r => r.GetString(0)).FirstOrDefault("");
        if (got != answer)
            throw new SqliteException($"'{pragma}' answered '{got}', not '{answer}': the file is damaged or its disk cannot hold a database.", 11);
    }

    private void RequireFormat(int format)
    {
        var got = Read("PRAGMA user_version", r => r.GetInt32(0))[0];
        if (format != 0 && got != format && Read("SELECT 1 FROM sqlite_master LIMIT 1", r => r.GetInt32(0)).Count > 0)
            throw new SqliteException($"The file has format {got}, not {format}.", 11);
    }
}
