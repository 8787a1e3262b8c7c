using Decent.Content;
using Microsoft.Data.Sqlite;

namespace Decent.Instance.Index;

/// <summary>One connection to a database and its prepared statements; every call is serialised.</summary>
internal sealed class SqliteSession(string path, bool full)
{
    private readonly Lock _gate = new();

    // Statements are constants of this program, so that they are few; each is parsed once.
    private readonly Dictionary<string, SqliteCommand> _prepared = [];
    private SqliteConnection _connection = Connect(path, full);

    /// <summary>Runs one statement and tells how many rows it changed.</summary>
    public int Run(string sql, ReadOnlySpan<object> values)
    {
        lock (_gate)
            return Command(sql, values).ExecuteNonQuery();
    }

    /// <summary>Reads all rows of a query.</summary>
    public List<T> Read<T>(string sql, Func<SqliteDataReader, T> row, ReadOnlySpan<object> values)
    {
        lock (_gate)
        {
            using var reader = Command(sql, values).ExecuteReader();
            var rows = new List<T>();
            while (reader.Read())
                rows.Add(row(reader));
            return rows;
        }
    }

    /// <summary>Runs several calls as one transaction; an exception undoes them all.</summary>
    public void Together(Action work)
    {
        lock (_gate)
        {
            Run("BEGIN IMMEDIATE", []);
            try
            {
                work();
                Run("COMMIT", []);
            }
            catch
            {
                Run("ROLLBACK", []);
                throw;
            }
        }
    }

    /// <summary>Does something to the file while nobody uses it by this session, and opens it again.</summary>
    public void WhileClosed(Action work)
    {
        lock (_gate)
        {
            Close();
            try
            {
                work();
            }
            finally
            {
                _connection = Connect(path, full);
            }
        }
    }

    /// <summary>Ends the session.</summary>
    public void Close()
    {
        lock (_gate)
        {
            foreach (var command in _prepared.Values)
                command.Dispose();
            _prepared.Clear();
            _connection.Dispose();
        }
    }

    private static SqliteConnection Connect(string path, bool full) => SqliteLibrary.Open(path, full ? "FULL" : "NORMAL");

    private SqliteCommand Command(string sql, ReadOnlySpan<object> values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
            _prepared[sql] = command = Prepare(sql, values.Length);
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
        return command;
    }

    private SqliteCommand Prepare(string sql, int parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < parameters; i++)
            command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        return command;
    }
}
