using System.Buffers.Binary;
using Microsoft.Data.Sqlite;

namespace Decent.Content.Index;

/// <summary>
/// The rows of the leaves table, by the number of their object. They come before the row of the object and go after it, a few at a time: whoever waits for
/// the writers waits for that row alone, and without it they are found by nobody.
/// </summary>
/// <param name="connection">The one that writes.</param>
/// <param name="batch">So many rows at once.</param>
/// <param name="run">Does what it is given in a transaction of its own.</param>
internal sealed class LeafRows(SqliteConnection connection, int batch, Action<Action<SqliteTransaction>> run) : IDisposable
{
    private readonly Statement _insert = new(connection, "INSERT INTO leaves(object, leaf, digest, tag) VALUES($0, $1, $2, $3)", 4);

    private readonly Statement _delete =
        new(connection, "DELETE FROM leaves WHERE object = $0 AND leaf IN (SELECT leaf FROM leaves WHERE object = $0 LIMIT $1)", 2);

    // One look for each number, and not one at each row.
    private readonly Statement _next = new(connection, "SELECT MIN(object) FROM leaves WHERE object > $0", 1);
    private readonly Statement _named = new(connection, "SELECT 1 FROM objects WHERE id = $0", 1);
    private long _lastId = long.Parse(IndexSchema.Scalar(connection, "SELECT IFNULL(MAX(id), 0) FROM objects"));

    /// <summary>Under a number that no object has; it is returned.</summary>
    public long Add(LeafTable table)
    {
        long id = Interlocked.Increment(ref _lastId);
        for (int first = 0; first == 0 || first < table.Count; first += batch)
        {
            run(transaction =>
            {
                if (first == 0)
                {
                    // Of one that was never named.
                    _delete.With(id, -1).Run(transaction);
                }

                for (int leaf = first; leaf < Math.Min(first + batch, table.Count); leaf++)
                {
                    object tag = table.HasTags ? BinaryPrimitives.ReadInt64LittleEndian(table.Tag(leaf)) : DBNull.Value;
                    _insert.With(id, leaf, BinaryPrimitives.ReadInt64LittleEndian(table.Digest(leaf)), tag).Run(transaction);
                }
            });
        }

        return id;
    }

    /// <summary>All under the number.</summary>
    public void Drop(long id)
    {
        for (int dropped = batch; dropped == batch;)
        {
            run(transaction => dropped = _delete.With(id, batch).Run(transaction));
        }
    }

    /// <summary>All under numbers that no object has.</summary>
    public void DropStray()
    {
        long? id = 0;
        while (id is not null)
        {
            bool isStray = false;
            run(transaction =>
            {
                id = _next.With(id).Value(transaction) as long?;
                isStray = id is not null && _named.With(id).Value(transaction) is null;
            });
            if (isStray)
            {
                Drop(id!.Value);
            }
        }
    }

    public void Dispose()
    {
        _insert.Dispose();
        _delete.Dispose();
        _next.Dispose();
        _named.Dispose();
    }
}
