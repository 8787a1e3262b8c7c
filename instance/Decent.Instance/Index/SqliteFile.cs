using Decent.Content;
using Microsoft.Data.Sqlite;

namespace Decent.Instance.Index;

/// <summary>One SQLite database with one connection, its pragmas asserted at open; every call is serialised.</summary>
public sealed class SqliteFile : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;

    private SqliteFile(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens or creates a database in WAL mode and checks that it is whole.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="full">True: each transaction is on the disk when it returns. False: the last ones may be lost with the power.</param>
    /// <param name="schema">Statements that create what is missing.</param>
    /// <exception cref="SqliteException">The file is not a whole database.</exception>
    public static SqliteFile Open(string path, bool full, string schema)
    {
        var file = new SqliteFile(SqliteLibrary.Open(path, full ? "FULL" : "NORMAL"));
        try
        {
            file.Require("PRAGMA quick_check(1)", "ok");
            file.Run(schema);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Runs one statement; <paramref name="values"/> are its parameters $0, $1 and so on.</summary>
    /// <returns>Rows changed.</returns>
    public int Run(string sql, params ReadOnlySpan<object> values)
    {
        lock (_gate)
        {
            using var command = Command(sql, values);
            return command.ExecuteNonQuery();
        }
    }

    /// <summary>Reads all rows of a query.</summary>
    public List<T> Read<T>(string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<object> values)
    {
        lock (_gate)
        {
            using var command = Command(sql, values);
            using var reader = command.ExecuteReader();
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
            Run("BEGIN IMMEDIATE");
            try
            {
                work();
                Run("COMMIT");
            }
            catch
            {
                Run("ROLLBACK");
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
            _connection.Dispose();
    }

    private SqliteCommand Command(string sql, ReadOnlySpan<object> values)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue($"${i}", values[i]);
        return command;
    }

    private void Require(string pragma, string answer)
    {
        var got = Read(pragma, r => r.GetString(0)).FirstOrDefault("");
        if (got != answer)
            throw new SqliteException($"'{pragma}' answered '{got}', not '{answer}': the file is damaged or its disk cannot hold a database.", 11);
    }
}
