using Decent.Instance.Index;

namespace Decent.Instance.Commands;

/// <summary>
/// The numbers of commands, which rise for ever: a node ignores one that is not higher than all before. They outlive the node's removal, because its
/// flash does too; and since that outlives this ledger as well, none is lower than the milliseconds since 1970.
/// </summary>
internal sealed class CommandNumbers
{
    private readonly SqliteFile _file;
    private readonly TimeProvider _time;

    public CommandNumbers(Ledger ledger, TimeProvider time)
    {
        (_file, _time) = (ledger.File, time);
        _file.Run("CREATE TABLE IF NOT EXISTS command_number (node TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID");
    }

    /// <summary>The next number of a node, on the disk when this returns.</summary>
    public ulong Next(string node) => (ulong)_file.Read("""
        INSERT INTO command_number (node, last) VALUES ($0, $1) ON CONFLICT (node) DO UPDATE SET last = max(last + 1, $1) RETURNING last
        """, r => r.GetInt64(0), node, Math.Max(1, _time.GetUtcNow().ToUnixTimeMilliseconds()))[0];
}
