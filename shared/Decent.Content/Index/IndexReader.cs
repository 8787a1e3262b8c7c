using System.Buffers.Binary;
using Microsoft.Data.Sqlite;

namespace Decent.Content.Index;

/// <summary>Lookups in index.db on a connection of their own, so that no read waits for a writer's transaction.</summary>
internal sealed class IndexReader : IDisposable
{
    // More rows than this under one prefix are the same block in many files: any of them will do.
    private const int PlacesMax = 8;

    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private readonly Statement _object;
    private readonly Statement _known;
    private readonly Statement _next;
    private readonly Statement _byDigest;
    private readonly Statement _byTag;
    private readonly Statement _node;
    private readonly Statement _head;
    private readonly Statement _heads;
    private readonly Statement _groupHeads;
    private readonly Statement _headCounts;
    private readonly Statement _committed;
    private readonly Statement _usage;

    public IndexReader(string path)
    {
        _connection = SqliteLibrary.Open(path, "NORMAL");
        const string place = "SELECT o.id, o.cid, o.size, o.chunk, l.leaf FROM leaves l JOIN objects o ON o.id = l.object WHERE";
        _object = new(_connection, "SELECT id, size, chunk, leaves FROM objects WHERE cid = $0", 1);
        _known = new(_connection, "SELECT 1 FROM objects WHERE cid = $0", 1);
        _next = new(_connection, "SELECT cid FROM objects WHERE cid > $0 ORDER BY cid LIMIT 1", 1);
        _byDigest = new(_connection, $"{place} l.digest = $0 LIMIT {PlacesMax}", 1);
        _byTag = new(_connection, $"{place} l.tag = $0 LIMIT {PlacesMax}", 1);
        _node = new(_connection, "SELECT root FROM nodes WHERE cid = $0 LIMIT 1", 1);
        _head = new(_connection, "SELECT json FROM heads WHERE key = $0", 1);
        _heads = new(_connection, "SELECT json FROM heads ORDER BY id", 0);
        _groupHeads = new(_connection, "SELECT json FROM heads WHERE key BETWEEN $0 AND $1", 2);
        _headCounts = new(_connection, "SELECT hex(substr(key, 1, 1)), COUNT(*) FROM heads GROUP BY 1", 0);
        _committed = new(_connection, "SELECT IFNULL(MAX(committed), 0) FROM heads WHERE root = $0", 1);
        _usage = new(
            _connection,
            "SELECT (SELECT COUNT(*) FROM objects), (SELECT IFNULL(SUM(size), 0) FROM objects), (SELECT COUNT(*) FROM leaves WHERE tag IS NOT NULL),"
                + " (SELECT COUNT(*) FROM manifests), (SELECT COUNT(*) FROM heads)",
            0);
    }

    public ObjectRow? Find(Cid cid)
    {
        lock (_gate)
        {
            using SqliteDataReader rows = _object.With(cid.ToBytes()).Rows();
            return rows.Read()
                ? new ObjectRow(rows.GetInt64(0), cid, new LeafTable(rows.GetInt64(1), rows.GetInt32(2), (byte[])rows.GetValue(3)))
                : null;
        }
    }

    public bool Has(Cid cid)
    {
        lock (_gate)
        {
            return _known.With(cid.ToBytes()).Value() is not null;
        }
    }

    /// <summary>The object after this CID in the order of their bytes, default being before all; null when there is none.</summary>
    public Cid? Next(Cid after)
    {
        lock (_gate)
        {
            byte[] key = after.IsDefault ? [] : after.ToBytes();
            return _next.With(key).Value() is byte[] bytes && Cid.TryRead(bytes, out Cid next) ? next : null;
        }
    }

    public IReadOnlyList<LeafPlace> FindDigest(ReadOnlySpan<byte> digest) => Places(_byDigest, BinaryPrimitives.ReadInt64LittleEndian(digest));

    public IReadOnlyList<LeafPlace> FindTag(ReadOnlySpan<byte> tag) => Places(_byTag, BinaryPrimitives.ReadInt64LittleEndian(tag));

    /// <summary>The root of a manifest that has this node.</summary>
    public bool TryFindNode(Cid node, out Cid root)
    {
        lock (_gate)
        {
            root = default;
            return _node.With(node.ToBytes()).Value() is byte[] bytes && Cid.TryRead(bytes, out root);
        }
    }

    public Head? Head(ReadOnlySpan<byte> key)
    {
        lock (_gate)
        {
            return _head.With(key.ToArray()).Value() is string json && Content.Head.TryParseJson(json, out Head? head) ? head : null;
        }
    }

    public IReadOnlyList<Head> Heads()
    {
        lock (_gate)
        {
            return Heads(_heads);
        }
    }

    /// <summary>How many heads there are by the first byte of their key.</summary>
    public IReadOnlyList<int> HeadCounts()
    {
        int[] counts = new int[256];
        lock (_gate)
        {
            using SqliteDataReader rows = _headCounts.Rows();
            while (rows.Read())
            {
                counts[Convert.ToInt32(rows.GetString(0), 16)] = rows.GetInt32(1);
            }
        }

        return counts;
    }

    /// <summary>Heads whose key begins with this byte.</summary>
    public IReadOnlyList<Head> HeadsOfGroup(byte group)
    {
        byte[] first = new byte[16], last = new byte[16];
        last.AsSpan().Fill(0xFF);
        first[0] = last[0] = group;
        lock (_gate)
        {
            return Heads(_groupHeads.With(first, last));
        }
    }

    /// <summary>The newest commit of a resource whose newest known version this is, in seconds since 1970; 0 for none.</summary>
    public long Committed(Cid root)
    {
        lock (_gate)
        {
            return root.IsDefault ? 0 : (long)_committed.With(root.ToBytes()).Value()!;
        }
    }

    public StoreUsage Usage()
    {
        lock (_gate)
        {
            using SqliteDataReader rows = _usage.Rows();
            rows.Read();
            return new StoreUsage(rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3), rows.GetInt64(4));
        }
    }

    public void Dispose()
    {
        foreach (Statement statement in (ReadOnlySpan<Statement>)[
                _object, _known, _byDigest, _byTag, _node, _head, _heads, _groupHeads, _headCounts, _committed, _usage,
            ])
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private static List<Head> Heads(Statement statement)
    {
        List<Head> heads = [];
        using SqliteDataReader rows = statement.Rows();
        while (rows.Read())
        {
            if (Content.Head.TryParseJson(rows.GetString(0), out Head? head))
            {
                heads.Add(head);
            }
        }

        return heads;
    }

    private List<LeafPlace> Places(Statement statement, long prefix)
    {
        lock (_gate)
        {
            List<LeafPlace> places = [];
            using SqliteDataReader rows = statement.With(prefix).Rows();
            while (rows.Read())
            {
                if (Cid.TryRead((byte[])rows.GetValue(1), out Cid cid))
                {
                    places.Add(new LeafPlace(rows.GetInt64(0), cid, rows.GetInt64(2), rows.GetInt32(3), rows.GetInt32(4)));
                }
            }

            return places;
        }
    }
}
