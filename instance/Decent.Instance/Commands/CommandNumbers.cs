using Decent.Instance.Index;

namespace Decent.Instance.Commands;

/// <summary>
/// The numbers of commands, which rise for ever: a node ignores one that is not higher than all before. They outlive the node's removal, because its
/// flash does too.
/// </summary>
internal sealed class CommandNumbers
{
    private readonly SqliteFile _file;

    public CommandNumbers(Ledger ledger)
    {
        _file = ledger.File;
        _file.Run("CREATE TABLE IF NOT EXISTS command_number (node TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID");
    }

    /// <summary>The next number of a node, on the disk when this returns.</summary>
    public ulong Next(string node) => (ulong)_file.Read("""
        INSERT INTO command_number (node, last) VALUES ($0, 1) ON CONFLICT (node) DO UPDATE SET last = last + 1 RETURNING last
        """, r => r.GetInt64(0), node)[0];
}
