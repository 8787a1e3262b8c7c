using System.Text;
using Decent.Instance.Index;
using Decent.Protocol.Frames;
using Microsoft.Data.Sqlite;

namespace Decent.Instance.Nodes;

/// <summary>
/// What nodes said, in <c>nodes.db</c>: the last seconds may go with the power, since nodes say it again. A damaged file is begun anew.
/// </summary>
public sealed class NodeRecords : IDisposable
{
    private const int FirstCounter = 28;
    private readonly SqliteFile _file;

    private NodeRecords(SqliteFile file) => _file = file;

    /// <summary>Opens or creates the file in a state folder; a damaged one is moved to <c>nodes.db.damaged</c>.</summary>
    public static NodeRecords Open(string folder, ILogger<NodeRecords> log)
    {
        var path = Path.Combine(folder, "nodes.db");
        try
        {
            return OpenFile(path);
        }
        catch (SqliteException e)
        {
            log.Damaged(path, e.Message);
            foreach (var suffix in (string[])["", "-wal", "-shm"])
                if (File.Exists(path + suffix))
                    File.Move(path + suffix, path + ".damaged" + suffix, overwrite: true);
            return OpenFile(path);
        }
    }

    /// <summary>All nodes that were heard, in order of name.</summary>
    public IReadOnlyList<NodeRecord> All() => _file.Read($"{NodeSchema.Select} ORDER BY name", Row);

    /// <summary>One node; null unless it was heard.</summary>
    public NodeRecord? Find(string node) => _file.Read($"{NodeSchema.Select} WHERE name = $0", Row, node).FirstOrDefault();

    /// <summary>The live edge heard last whose address has these upper 24 bits; null for none.</summary>
    public NodeRecord? LiveEdge(uint lan, string except) => _file.Read(
        $"{NodeSchema.Select} WHERE state = 1 AND kind = 2 AND http_port > 0 AND address >> 8 = $0 AND name <> $1 ORDER BY heard_ms DESC LIMIT 1",
        Row, lan, except).FirstOrDefault();

    /// <summary>How many are alive.</summary>
    public int Alive => _file.Read("SELECT count(*) FROM node WHERE state = 1", r => r.GetInt32(0))[0];

    /// <summary>How many are in each state.</summary>
    public IReadOnlyDictionary<NodeState, long> States() => _file
        .Read("SELECT state, count(*) FROM node GROUP BY state", r => (State: (NodeState)r.GetInt64(0), Count: r.GetInt64(1)))
        .ToDictionary(s => s.State, s => s.Count);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>As far as each node was heard.</summary>
    internal Dictionary<string, NodeCursor> Cursors() => _file
        .Read("SELECT name, state, link, sequence, boot, connects FROM node", r => (Name: r.GetString(0), Cursor: new NodeCursor
        {
            State = (NodeState)r.GetInt64(1), Link = (ulong)r.GetInt64(2), Sequence = (uint)r.GetInt64(3),
            Boot = (uint)r.GetInt64(4), Connects = (uint)r.GetInt64(5),
        }))
        .ToDictionary(c => c.Name, c => c.Cursor);

    /// <summary>Stores frames that were judged as news, all or none.</summary>
    internal void Put(IReadOnlyList<UpFrame> frames, long nowMs) => _file.Together(() =>
    {
        foreach (var frame in frames)
            Put(frame, nowMs);
    });

    /// <summary>Forgets a node.</summary>
    internal void Remove(string node) => _file.Run("DELETE FROM node WHERE name = $0", node);

    private static NodeRecords OpenFile(string path)
    {
        var file = SqliteFile.Open(path, full: false, NodeSchema.Create);
        var columns = file.Read("SELECT name FROM pragma_table_info('node')", r => r.GetString(0));
        foreach (var later in NodeSchema.Later.Where(c => !columns.Contains(c.Split(' ')[0])))
            file.Run($"ALTER TABLE node ADD COLUMN {later}");
        return new NodeRecords(file);
    }

    private void Put(UpFrame frame, long nowMs)
    {
        if (frame.Birth is { } b)
            _file.Run(
                NodeSchema.Birth, frame.Node, b.Kind, (long)b.Envelope.Link, b.Envelope.Sequence, b.Boot, b.Connects, b.WireMin, b.WireMax, Text(b.Software),
                b.Address, b.UdpPort, b.HttpPort, b.OfferedBytesPerSecond, b.BlocksMax, b.BlocksHeld, Bounded(b.CacheBytesMax), Bounded(b.CacheBytesHeld),
                b.Envelope.UptimeSeconds, nowMs, b.FreeHeapBytes);
        else if (frame.Counters is { } c)
            _file.Run(NodeSchema.Counters, Values(frame.Node, c, nowMs));
        else if (frame.Death is { } d)
            _file.Run(
                NodeSchema.Death, frame.Node, (int)(d.Reason == Death.ReasonPower ? NodeState.Power : NodeState.Stopped), d.Envelope.Sequence,
                d.Envelope.UptimeSeconds, nowMs);
        else if (frame.Will is not null)
            _file.Run(NodeSchema.Will, frame.Node, nowMs);
        else if (frame.Envelope is { } envelope)
        {
            _file.Run(NodeSchema.Heard, frame.Node, (long)envelope.Link, envelope.Sequence, envelope.UptimeSeconds, nowMs);
            if (frame.Inventory is { } i)
                _file.Run(NodeSchema.Inventory, frame.Node, i.Generation, i.BlocksHeld, i.BlocksMax, i.BlocksPinned, i.Digest);
        }
    }

    private static object[] Values(string node, Counters c, long nowMs)
    {
        var battery = NodeBattery.Of(c);
        return
        [
            node, c.Envelope.Sequence, c.Envelope.UptimeSeconds, nowMs, c.BlocksHeld, c.WorstSealMs, OrNull(battery?.Percent),
            OrNull(battery?.Millivolt), OrNull(battery?.Milliampere), .. NodeCounters.ValuesOf(c).Select(v => (object)Bounded(v)),
        ];
    }

    private static object OrNull(int? value) => value is { } known ? known : DBNull.Value;

    private static long Bounded(ulong value) => (long)Math.Min(value, NodeSchema.RunMax);

    // It ends on terminals and pages.
    private static string Text(byte[] utf8) => string.Concat(Encoding.UTF8.GetString(utf8).Select(c => char.IsControl(c) ? '?' : c));

    private static NodeRecord Row(SqliteDataReader r)
    {
        var counters = new long[NodeCounters.Columns.Length];
        for (var i = 0; i < counters.Length; i++)
            counters[i] = r.GetInt64(FirstCounter + i);
        return new NodeRecord
        {
            Name = r.GetString(0), State = (NodeState)r.GetInt64(1), Kind = (byte)r.GetInt64(2), Link = (ulong)r.GetInt64(3), Boot = (uint)r.GetInt64(4),
            Connects = (uint)r.GetInt64(5), Wire = ((byte)r.GetInt64(6), (byte)r.GetInt64(7)), Software = r.GetString(8), Address = (uint)r.GetInt64(9),
            UdpPort = (ushort)r.GetInt64(10), HttpPort = (ushort)r.GetInt64(11), OfferedBytesPerSecond = (uint)r.GetInt64(12),
            BlocksMax = (uint)r.GetInt64(13), BlocksHeld = (uint)r.GetInt64(14), CacheBytesMax = r.GetInt64(15), CacheBytesHeld = r.GetInt64(16),
            UptimeSeconds = (uint)r.GetInt64(17), Since = DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(18)),
            Heard = DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(19)), FreeHeapBytes = (uint)r.GetInt64(20),
            Inventory = r.IsDBNull(21) ? null : new NodeInventory((uint)r.GetInt64(21), (uint)r.GetInt64(22), Convert.ToHexStringLower((byte[])r[23])),
            WorstSealMs = (uint)r.GetInt64(24),
            Battery = r.IsDBNull(25) ? null : new NodeBattery(r.GetInt32(25), r.GetInt32(26), r.GetInt32(27)),
            Counters = NodeCounters.Of(counters),
        };
    }
}
