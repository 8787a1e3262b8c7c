using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Decent.Content;

/// <summary>The system's own SQLite, found once per process, and connections that are what they say.</summary>
public static class SqliteLibrary
{
    private static readonly Lock Gate = new();
    private static bool _loaded;

    private static string SystemName =>
        OperatingSystem.IsWindows() ? "winsqlite3" : OperatingSystem.IsMacOS() ? "libsqlite3.dylib" : "libsqlite3.so.0";

    /// <summary>Makes SQLite usable in this process. Throws DllNotFoundException with the package to install when it is missing.</summary>
    public static void Load()
    {
        lock (Gate)
        {
            if (!_loaded)
            {
                IntPtr library = Find(SystemName);
                NativeLibrary.SetDllImportResolver(
                    typeof(SQLitePCL.SQLite3Provider_e_sqlite3).Assembly,
                    (name, _, _) => name == "e_sqlite3" ? library : IntPtr.Zero);
                SQLitePCL.raw.SetProvider(new SQLitePCL.SQLite3Provider_e_sqlite3());
                _loaded = true;
            }
        }
    }

    /// <summary>
    /// An open connection in WAL mode with this level of synchronous ("NORMAL" or "FULL"), asserted; not pooled, 5 s of patience with other connections.
    /// Throws SqliteException for a file that is no database, InvalidOperationException when SQLite does not take the mode.
    /// </summary>
    public static SqliteConnection Open(string path, string synchronous)
    {
        Load();
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 5 }.ToString());
        try
        {
            connection.Open();
            Expect(connection, "PRAGMA journal_mode=WAL", "wal", path);
            Expect(connection, $"PRAGMA synchronous={synchronous}; PRAGMA synchronous", synchronous == "FULL" ? "2" : "1", path);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    internal static IntPtr Find(string name) => NativeLibrary.TryLoad(name, out IntPtr library)
        ? library
        : throw new DllNotFoundException($"SQLite is missing ({name}): install the package libsqlite3-0 (apt-get install libsqlite3-0), then start again.");

    private static void Expect(SqliteConnection connection, string pragma, string expected, string path)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = pragma;
        string actual = Convert.ToString(command.ExecuteScalar()) ?? "";
        if (actual != expected)
        {
            throw new InvalidOperationException(
                $"SQLite answers '{actual}' to '{pragma}' for {path}: put the folder on a local file system that supports shared memory maps.");
        }
    }
}
