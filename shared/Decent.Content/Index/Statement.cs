using Microsoft.Data.Sqlite;

namespace Decent.Content.Index;

/// <summary>One prepared statement with positional parameters $0, $1 ..., kept for the life of its connection. Not thread-safe.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;

    public Statement(SqliteConnection connection, string sql, int parameters)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        for (int i = 0; i < parameters; i++)
        {
            _command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        }
    }

    public Statement With(params ReadOnlySpan<object> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            _command.Parameters[i].Value = values[i];
        }

        return this;
    }

    public int Run(SqliteTransaction? transaction = null)
    {
        _command.Transaction = transaction;
        return _command.ExecuteNonQuery();
    }

    public object? Value(SqliteTransaction? transaction = null)
    {
        _command.Transaction = transaction;
        return _command.ExecuteScalar();
    }

    public SqliteDataReader Rows() => _command.ExecuteReader();

    public void Dispose() => _command.Dispose();
}
