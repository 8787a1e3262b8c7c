using System.Runtime.CompilerServices;
using Decent.Content.Disk;
using Microsoft.Data.Sqlite;

namespace Decent.Content.Index;

/// <summary>
/// The one writer connection of index.db. Every change is one transaction, or a few that say nothing before the last; callers may come from any thread.
/// The log is brought into the database outside the gate and on a connection of its own: that syncs, and nobody who writes waits for it, nor who closes.
/// </summary>
internal sealed class IndexWriter : IDisposable
{
    // So many small changes take a millisecond or a few, for which others may have to wait.
    private const int Batch = 64;
    private readonly Lock _gate = new();
    private readonly WriteGate _writes;
    private readonly SqliteConnection _connection;
    private readonly IndexCheckpoints _checkpoints;
    private readonly Statement _insertObject;
    private readonly Statement _objectId;
    private readonly Statement _deleteObject;
    private readonly Statement _touch;
    private readonly Statement _insertManifest;
    private readonly Statement _insertNode;
    private readonly Statement _putHead;
    private readonly Statement _maintain;
    private readonly Statement _named;
    private readonly Statement _objects;
    private readonly LeafRows _leaves;

    /// <summary>Throws SqliteException or InvalidDataException when the file must be rebuilt.</summary>
    public IndexWriter(string path, WriteGate gate)
    {
        _writes = gate;
        _connection = SqliteLibrary.Open(path, "NORMAL");
        try
        {
            IndexSchema.Ensure(_connection);
            _checkpoints = new IndexCheckpoints(path, _connection, gate);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }

        _insertObject = new(
            _connection,
            "INSERT OR IGNORE INTO objects(cid, size, chunk, name, added, used, committed, leaves, id) VALUES($0, $1, $2, $3, $4, $4, $5, $6, $7)",
            8);
        _objectId = new(_connection, "SELECT id FROM objects WHERE cid = $0", 1);
        _deleteObject = new(_connection, "DELETE FROM objects WHERE id = $0", 1);
        _touch = new(_connection, "UPDATE objects SET used = $1 WHERE cid = $0", 2);
        _insertManifest = new(_connection, "INSERT OR IGNORE INTO manifests(root) VALUES($0)", 1);
        _insertNode = new(_connection, "INSERT OR IGNORE INTO nodes(cid, root) VALUES($0, $1)", 2);
        _putHead = new(_connection, "INSERT OR REPLACE INTO heads(key, id, root, committed, json) VALUES($0, $1, $2, $3, $4)", 5);
        _maintain = new(_connection, "UPDATE objects SET committed = $1 WHERE cid = $0 AND committed < $1", 2);
        _named = new(_connection, "SELECT cid, size FROM objects WHERE name = $0", 1);
        _objects = new(_connection, "SELECT cid, size FROM objects", 0);
        _leaves = new LeafRows(_connection, Batch, Prepare);
    }

    /// <summary>True when the store was closed in order, so that the index is known to say what the files say.</summary>
    public bool WasClosedInOrder => IndexSchema.Scalar(_connection, "SELECT clean FROM meta") == "1";

    public long UsedMax => long.Parse(IndexSchema.Scalar(_connection, "SELECT IFNULL(MAX(used), 0) FROM objects"));

    public long BytesTotal => long.Parse(IndexSchema.Scalar(_connection, "SELECT IFNULL(SUM(size), 0) FROM objects INDEXED BY objects_order"));

    /// <summary>Writes the mark through to the medium: a checkpoint syncs where an ordinary commit in this mode does not.</summary>
    public void MarkClosed(bool inOrder)
    {
        lock (_checkpoints.Running)
        lock (_gate)
        {
            IndexSchema.Scalar(_connection, $"UPDATE meta SET clean = {(inOrder ? 1 : 0)}; PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    /// <summary>Before and after a bulk of changes: memory for the pages that leaves are sorted into, and fewer checkpoints.</summary>
    public void Bulk(bool begins)
    {
        IndexSchema.Scalar(_connection, begins ? "PRAGMA cache_size=-32768" : "PRAGMA cache_size=-2000; PRAGMA shrink_memory");
        _checkpoints.Bulk(begins);
    }

    /// <summary>The leaves of an object to come, under the number that is returned; they say nothing before <see cref="AddObject"/> names it.</summary>
    public long AddLeaves(LeafTable table) => _leaves.Add(table);

    /// <summary>Of an object that is no longer there. Behind a closed gate they stay, found by nobody, until <see cref="DropStray"/>.</summary>
    public void DropLeaves(long? id)
    {
        try
        {
            if (id is not null)
            {
                _leaves.Drop(id.Value);
            }
        }
        catch (WritesHeldException)
        {
            // The object is gone all the same.
        }
    }

    /// <summary>Leaves and nodes that cuts left without the row that names them.</summary>
    public void DropStray()
    {
        _leaves.DropStray();
        Prepare(transaction => IndexSchema.Scalar(_connection, "DELETE FROM nodes WHERE root NOT IN (SELECT root FROM manifests)", transaction));
    }

    /// <summary>After <see cref="AddLeaves"/>, which gave the number. An object that was there already keeps its own.</summary>
    /// <param name="committed">See <see cref="Maintain"/>.</param>
    public void AddObject(long id, Cid cid, LeafTable table, long used, long committed = 0)
    {
        bool isNew = true;
        byte[] bytes = table.Bytes.ToArray();
        Change(transaction =>
            isNew = _insertObject.With(cid.ToBytes(), table.Size, table.ChunkSize, cid.Name, used, committed, bytes, id).Run(transaction) > 0);
        if (!isNew)
        {
            DropLeaves(id);
        }
    }

    /// <summary>Its number, under which its leaves are still to be dropped; null when the object was not there.</summary>
    public long? RemoveObject(Cid cid)
    {
        long? was = null;
        Change(transaction =>
        {
            was = (long?)_objectId.With(cid.ToBytes()).Value(transaction);
            if (was is { } id)
            {
                _deleteObject.With(id).Run(transaction);
            }
        });
        return was;
    }

    public void Touch(IReadOnlyCollection<KeyValuePair<Cid, long>> uses) => Change(transaction =>
    {
        foreach ((Cid cid, long used) in uses)
        {
            _touch.With(cid.ToBytes(), used).Run(transaction);
        }
    });

    /// <summary>The nodes of a manifest, which say nothing before <see cref="AddManifest"/> names it.</summary>
    public void AddNodes(Manifest manifest)
    {
        byte[] root = manifest.Root.ToBytes();
        foreach (DagNode[] nodes in manifest.Nodes().Chunk(Batch))
        {
            Prepare(transaction => Array.ForEach(nodes, node => _insertNode.With(node.Cid.ToBytes(), root).Run(transaction)));
        }
    }

    /// <summary>After <see cref="AddNodes"/>.</summary>
    public void AddManifest(Cid root) => Change(transaction => _insertManifest.With(root.ToBytes()).Run(transaction));

    public void RemoveManifest(Cid root) => Change(transaction =>
    {
        using Statement nodes = new(_connection, "DELETE FROM nodes WHERE root = $0", 1);
        using Statement own = new(_connection, "DELETE FROM manifests WHERE root = $0", 1);
        nodes.With(root.ToBytes()).Run(transaction);
        own.With(root.ToBytes()).Run(transaction);
    });

    public void PutHead(Head head) => Change(transaction =>
        _putHead.With(head.Id.Key, head.Id.Text, head.Root.ToBytes(), head.Time.ToUnixTimeSeconds(), head.ToJson()).Run(transaction));

    /// <summary>A resource that has these objects was committed then, seconds since 1970; an earlier time changes nothing.</summary>
    public void Maintain(IEnumerable<Cid> cids, long committed)
    {
        foreach (Cid[] some in cids.Chunk(Batch))
        {
            Change(transaction => Array.ForEach(some, cid => _maintain.With(cid.ToBytes(), committed).Run(transaction)));
        }
    }

    /// <summary>Objects by the first 8 bytes of their digest: one, or more by a clash.</summary>
    public IReadOnlyList<(Cid Cid, long Size)> Named(long name)
    {
        lock (_gate)
        {
            return Objects(_named.With(name));
        }
    }

    /// <summary>Every object.</summary>
    public IReadOnlyList<(Cid Cid, long Size)> Objects()
    {
        lock (_gate)
        {
            return Objects(_objects);
        }
    }

    /// <summary>What eviction has to know of every object, in no order. Read on a connection of its own, because that may take a second.</summary>
    public IReadOnlyList<EvictionRow> Order()
    {
        using SqliteConnection own = SqliteLibrary.Open(_connection.DataSource, "NORMAL");
        using Statement all = new(own, "SELECT name, size, added, used, committed FROM objects INDEXED BY objects_order", 0);
        using SqliteDataReader rows = all.Rows();
        List<EvictionRow> order = [];
        while (rows.Read())
        {
            order.Add(new EvictionRow(rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3), rows.GetInt64(4)));
        }

        return order;
    }

    public IReadOnlyList<Cid> Manifests()
    {
        lock (_gate)
        {
            List<Cid> roots = [];
            using Statement all = new(_connection, "SELECT root FROM manifests", 0);
            using SqliteDataReader rows = all.Rows();
            while (rows.Read())
            {
                if (Cid.TryRead((byte[])rows.GetValue(0), out Cid root))
                {
                    roots.Add(root);
                }
            }

            return roots;
        }
    }

    public void Dispose()
    {
        _checkpoints.Dispose();
        _leaves.Dispose();
        foreach (Statement statement in (ReadOnlySpan<Statement>)
            [
                _insertObject, _objectId, _deleteObject, _touch, _insertManifest, _insertNode, _putHead, _maintain, _named, _objects,
            ])
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    // What says nothing yet: whoever closes the gate does not wait for it.
    private void Prepare(Action<SqliteTransaction> work)
    {
        _writes.Check();
        lock (_gate)
        {
            Run(work);
        }
    }

    private void Change(Action<SqliteTransaction> work, [CallerMemberName] string member = "")
    {
        // Outside the lock, so that what comes after a write keeps no other writer waiting.
        using WriteGate.Scope write = _writes.Enter(member);
        lock (_gate)
        {
            Run(work);
        }
    }

    private void Run(Action<SqliteTransaction> work)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        work(transaction);
        transaction.Commit();
        _checkpoints.Count();
    }

    private static List<(Cid Cid, long Size)> Objects(Statement statement)
    {
        List<(Cid, long)> objects = [];
        using SqliteDataReader rows = statement.Rows();
        while (rows.Read())
        {
            if (Cid.TryRead((byte[])rows.GetValue(0), out Cid cid))
            {
                objects.Add((cid, rows.GetInt64(1)));
            }
        }

        return objects;
    }
}
