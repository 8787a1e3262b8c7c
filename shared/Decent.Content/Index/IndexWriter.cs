using System.Buffers.Binary;
using Decent.Content.Disk;
using Microsoft.Data.Sqlite;

namespace Decent.Content.Index;

/// <summary>The one writer connection of index.db. Every change is one transaction; callers may come from any thread.</summary>
internal sealed class IndexWriter : IDisposable
{
    private readonly Lock _gate = new();
    private readonly WriteGate _writes;
    private readonly SqliteConnection _connection;
    private readonly Statement _insertObject;
    private readonly Statement _insertLeaf;
    private readonly Statement _objectId;
    private readonly Statement _deleteLeaves;
    private readonly Statement _deleteObject;
    private readonly Statement _touch;
    private readonly Statement _insertManifest;
    private readonly Statement _insertNode;
    private readonly Statement _putHead;
    private readonly Statement _maintain;
    private readonly Statement _named;
    private readonly Statement _order;
    private readonly Statement _objects;

    /// <summary>Throws SqliteException or InvalidDataException when the file must be rebuilt.</summary>
    public IndexWriter(string path, WriteGate gate)
    {
        _writes = gate;
        _connection = SqliteLibrary.Open(path, "NORMAL");
        try
        {
            IndexSchema.Ensure(_connection);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }

        _insertObject = new(
            _connection,
            "INSERT OR IGNORE INTO objects(cid, size, chunk, name, added, used, committed, leaves) VALUES($0, $1, $2, $3, $4, $4, $5, $6)",
            7);
        _insertLeaf = new(_connection, "INSERT INTO leaves(object, leaf, digest, tag) VALUES($0, $1, $2, $3)", 4);
        _objectId = new(_connection, "SELECT id FROM objects WHERE cid = $0", 1);
        _deleteLeaves = new(_connection, "DELETE FROM leaves WHERE object = $0", 1);
        _deleteObject = new(_connection, "DELETE FROM objects WHERE id = $0", 1);
        _touch = new(_connection, "UPDATE objects SET used = $1 WHERE cid = $0", 2);
        _insertManifest = new(_connection, "INSERT OR IGNORE INTO manifests(root) VALUES($0)", 1);
        _insertNode = new(_connection, "INSERT OR IGNORE INTO nodes(cid, root) VALUES($0, $1)", 2);
        _putHead = new(_connection, "INSERT OR REPLACE INTO heads(key, id, root, committed, json) VALUES($0, $1, $2, $3, $4)", 5);
        _maintain = new(_connection, "UPDATE objects SET committed = $1 WHERE cid = $0 AND committed < $1", 2);
        _named = new(_connection, "SELECT cid, size FROM objects WHERE name = $0", 1);
        _order = new(_connection, "SELECT name, size, added, used, committed FROM objects INDEXED BY objects_order", 0);
        _objects = new(_connection, "SELECT cid, size FROM objects", 0);
    }

    /// <summary>True when the store was closed in order, so that the index is known to say what the files say.</summary>
    public bool WasClosedInOrder => IndexSchema.Scalar(_connection, "SELECT clean FROM meta") == "1";

    public long UsedMax => long.Parse(IndexSchema.Scalar(_connection, "SELECT IFNULL(MAX(used), 0) FROM objects"));

    public long BytesTotal => long.Parse(IndexSchema.Scalar(_connection, "SELECT IFNULL(SUM(size), 0) FROM objects INDEXED BY objects_order"));

    /// <summary>Writes the mark through to the medium: a checkpoint syncs where an ordinary commit in this mode does not.</summary>
    public void MarkClosed(bool inOrder)
    {
        lock (_gate)
        {
            IndexSchema.Scalar(_connection, $"UPDATE meta SET clean = {(inOrder ? 1 : 0)}; PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    /// <summary>Before and after a bulk of changes: memory for the pages that leaves are sorted into, and fewer checkpoints, each of which syncs.</summary>
    public void Bulk(bool begins) => IndexSchema.Scalar(_connection, begins
        ? "PRAGMA cache_size=-32768; PRAGMA wal_autocheckpoint=32768"
        : "PRAGMA cache_size=-2000; PRAGMA shrink_memory; PRAGMA wal_autocheckpoint=1000");

    /// <summary>False when the object was there already.</summary>
    /// <param name="committed">See <see cref="Maintain"/>.</param>
    public bool AddObject(Cid cid, LeafTable table, long used, long committed = 0)
    {
        lock (_gate)
        {
            using WriteGate.Scope write = _writes.Enter();
            using SqliteTransaction transaction = _connection.BeginTransaction();
            byte[] name = cid.ToBytes();
            if (_insertObject.With(name, table.Size, table.ChunkSize, cid.Name, used, committed, table.Bytes.ToArray()).Run(transaction) == 0)
            {
                return false;
            }

            object id = _objectId.With(name).Value(transaction)!;
            for (int leaf = 0; leaf < table.Count; leaf++)
            {
                object tag = table.HasTags ? BinaryPrimitives.ReadInt64LittleEndian(table.Tag(leaf)) : DBNull.Value;
                _insertLeaf.With(id, leaf, BinaryPrimitives.ReadInt64LittleEndian(table.Digest(leaf)), tag).Run(transaction);
            }

            transaction.Commit();
            return true;
        }
    }

    /// <summary>False when the object was not there.</summary>
    public bool RemoveObject(Cid cid)
    {
        lock (_gate)
        {
            using WriteGate.Scope write = _writes.Enter();
            using SqliteTransaction transaction = _connection.BeginTransaction();
            if (_objectId.With(cid.ToBytes()).Value(transaction) is not { } id)
            {
                return false;
            }

            _deleteLeaves.With(id).Run(transaction);
            _deleteObject.With(id).Run(transaction);
            transaction.Commit();
            return true;
        }
    }

    public void Touch(IReadOnlyCollection<KeyValuePair<Cid, long>> uses)
    {
        lock (_gate)
        {
            using WriteGate.Scope write = _writes.Enter();
            using SqliteTransaction transaction = _connection.BeginTransaction();
            foreach ((Cid cid, long used) in uses)
            {
                _touch.With(cid.ToBytes(), used).Run(transaction);
            }

            transaction.Commit();
        }
    }

    public void AddManifest(Manifest manifest)
    {
        lock (_gate)
        {
            using WriteGate.Scope write = _writes.Enter();
            using SqliteTransaction transaction = _connection.BeginTransaction();
            byte[] root = manifest.Root.ToBytes();
            if (_insertManifest.With(root).Run(transaction) > 0)
            {
                foreach (DagNode node in manifest.Nodes())
                {
                    _insertNode.With(node.Cid.ToBytes(), root).Run(transaction);
                }
            }

            transaction.Commit();
        }
    }

    public void RemoveManifest(Cid root)
    {
        lock (_gate)
        {
            using WriteGate.Scope write = _writes.Enter();
            using SqliteTransaction transaction = _connection.BeginTransaction();
            using Statement nodes = new(_connection, "DELETE FROM nodes WHERE root = $0", 1);
            using Statement own = new(_connection, "DELETE FROM manifests WHERE root = $0", 1);
            nodes.With(root.ToBytes()).Run(transaction);
            own.With(root.ToBytes()).Run(transaction);
            transaction.Commit();
        }
    }

    public void PutHead(Head head)
    {
        lock (_gate)
        {
            using WriteGate.Scope write = _writes.Enter();
            _putHead.With(head.Id.Key, head.Id.Text, head.Root.ToBytes(), head.Time.ToUnixTimeSeconds(), head.ToJson()).Run();
        }
    }

    /// <summary>A resource that has these objects was committed then, seconds since 1970; an earlier time changes nothing.</summary>
    public void Maintain(IEnumerable<Cid> cids, long committed)
    {
        lock (_gate)
        {
            using WriteGate.Scope write = _writes.Enter();
            using SqliteTransaction transaction = _connection.BeginTransaction();
            foreach (Cid cid in cids)
            {
                _maintain.With(cid.ToBytes(), committed).Run(transaction);
            }

            transaction.Commit();
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

    /// <summary>What eviction has to know of every object, in no order.</summary>
    public IReadOnlyList<EvictionRow> Order()
    {
        lock (_gate)
        {
            List<EvictionRow> order = [];
            using SqliteDataReader rows = _order.Rows();
            while (rows.Read())
            {
                order.Add(new EvictionRow(rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3), rows.GetInt64(4)));
            }

            return order;
        }
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
        foreach (Statement statement in (ReadOnlySpan<Statement>)
            [
                _insertObject, _insertLeaf, _objectId, _deleteLeaves, _deleteObject, _touch, _insertManifest, _insertNode, _putHead, _maintain, _named, _order,
                _objects,
            ])
        {
            statement.Dispose();
        }

        _connection.Dispose();
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
