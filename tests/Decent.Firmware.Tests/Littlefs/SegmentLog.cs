using Decent.Peer.Ports;
using Decent.World.Littlefs;

namespace Decent.Firmware.Tests.Littlefs;

/// <summary>
/// Format L of the research, as plain as it goes: an exact LRU over segments of records that fill littlefs's sectors, handles kept open, closed and
/// opened again every 8 inserts; when the active segment is full the spare one follows, and the segment with the fewest live records, or one older
/// than 8 rotations, is copied forward two records at a time and deleted.
/// </summary>
internal sealed class SegmentLog
{
    public const int RecordBytes = 36 + 4032;
    private const int InsertsPerCommit = 8;
    private const int RotationsMax = 8;
    private readonly IFlash _flash;
    private readonly int _records;
    private readonly int _capacity;
    private readonly IFlashFile?[] _files;
    private readonly int[] _ages;
    private readonly int[][] _keys;
    private readonly LinkedList<int> _order = [];
    private readonly Dictionary<int, (LinkedListNode<int> Node, int Segment, int Record)> _index = [];
    private readonly byte[] _buffer = new byte[Geometry.BlockBytes];
    private int _active;
    private int _used;
    private int _rotation;
    private int _victim = -1;
    private int _next;
    private int _uncommitted;

    public SegmentLog(IFlash flash, int segments, int records, int capacity)
    {
        _flash = flash;
        _records = records;
        _capacity = capacity;
        _files = new IFlashFile?[segments];
        _ages = new int[segments];
        _keys = new int[segments][];
        for (int i = 0; i < segments; i++) _keys[i] = new int[records];
        Begin(0);
    }

    public long Inserts { get; private set; }

    public long Copies { get; private set; }

    public int Count => _index.Count;

    /// <summary>Whether it was there; if so it is read and is the youngest now.</summary>
    public bool TryRead(int key)
    {
        if (!_index.TryGetValue(key, out var at)) return false;
        Load(at.Segment, at.Record);
        Assert.Equal(key, BitConverter.ToInt32(_buffer, 4));
        _order.Remove(at.Node);
        _order.AddFirst(at.Node);
        return true;
    }

    public void Insert(int key)
    {
        if (_index.Count == _capacity) Drop(_order.Last!.Value);
        Array.Fill(_buffer, (byte)key, 0, RecordBytes);
        BitConverter.TryWriteBytes(_buffer.AsSpan(4), key);
        Append(key, _order.AddFirst(key));
        Inserts++;
        Collect(2);
        if (++_uncommitted == InsertsPerCommit) Commit();
    }

    private void Append(int key, LinkedListNode<int> node)
    {
        if (_used == _records) Rotate();
        int capacity = CtzList.CapacityOf(_used);
        Array.Clear(_buffer, RecordBytes, capacity - RecordBytes);
        Assert.True(_files[_active]!.Write(Offset(_used), _buffer, 0, capacity));
        _keys[_active][_used] = key;
        _index[key] = (node, _active, _used++);
    }

    private void Rotate()
    {
        Collect(int.MaxValue);
        Commit();
        Begin(Array.FindIndex(_files, file => file == null));
        if (!_files.Contains(null)) _victim = ChooseVictim();
        _next = 0;
    }

    private void Begin(int segment)
    {
        _active = segment;
        _used = 0;
        _ages[segment] = _rotation++;
        _files[segment] = _flash.Open($"{segment:00}");
        Array.Fill(_keys[segment], -1);
    }

    private int ChooseVictim()
    {
        int oldest = Enumerable.Range(0, _files.Length).MinBy(segment => _ages[segment]);
        if (_rotation - _ages[oldest] > RotationsMax) return oldest;
        return Enumerable.Range(0, _files.Length).Where(segment => segment != _active).MinBy(Live);
    }

    private int Live(int segment) => Enumerable.Range(0, _records).Count(record => IsLive(segment, record));

    private bool IsLive(int segment, int record) =>
        _index.TryGetValue(_keys[segment][record], out var at) && at.Segment == segment && at.Record == record;

    private void Collect(int copies)
    {
        if (_victim < 0) return;
        for (; _next < _records; _next++)
        {
            if (!IsLive(_victim, _next)) continue;
            if (copies-- == 0) return;
            Load(_victim, _next);
            int key = _keys[_victim][_next];
            Append(key, _index[key].Node);
            Copies++;
        }

        Commit();
        Assert.True(_files[_victim]!.Close());
        Assert.True(_flash.Delete($"{_victim:00}"));
        _files[_victim] = null;
        _victim = -1;
    }

    private void Commit()
    {
        Assert.True(_files[_active]!.Close());
        _files[_active] = _flash.Open($"{_active:00}");
        _uncommitted = 0;
    }

    private void Drop(int key)
    {
        _order.Remove(_index[key].Node);
        _index.Remove(key);
    }

    private void Load(int segment, int record) =>
        Assert.Equal(RecordBytes, _files[segment]!.Read(Offset(record), _buffer, 0, RecordBytes));

    private static int Offset(int record) => Enumerable.Range(0, record).Sum(CtzList.CapacityOf);
}
