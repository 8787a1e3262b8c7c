
namespace Decent.Bench.Cache;

/// <summary>A cache of one eviction order and one admission.</summary>
public sealed class OrderedCache : ICachePolicy
{
    private readonly LinkedList<(int Object, bool[] Used)> _order = [];
    private readonly Dictionary<int, LinkedListNode<(int Object, bool[] Used)>> _held = [];
    private readonly int _slots;
    private readonly bool _isSieve;
    private readonly ushort[]? _ghosts;
    private readonly int[] _ghostCounts = new int[65_536];
    private LinkedListNode<(int Object, bool[] Used)>? _hand;
    private int _nextGhost;

    private OrderedCache(int slots, bool isSieve, bool second)
    {
        _slots = slots;
        _isSieve = isSieve;
        _ghosts = second ? new ushort[slots] : null;
    }

    public long Writes { get; private set; }

    public static OrderedCache Lru(int slots, bool second) => new(slots, false, second);

    public static OrderedCache Sieve(int slots, bool second) => new(slots, true, second);

    public bool Ask(int wanted)
    {
        if (_held.TryGetValue(wanted, out var node))
        {
            node.Value.Used[0] = true;
            if (_isSieve) return true;
            _order.Remove(node);
            _order.AddFirst(node);
            return true;
        }

        if (_ghosts != null && !Recall(wanted)) return false;
        if (_held.Count == _slots) Evict();
        _held[wanted] = _order.AddFirst((wanted, [false]));
        Writes++;
        return false;
    }

    private bool Recall(int wanted)
    {
        ushort print = (ushort)((ulong)wanted * 0x9E3779B97F4A7C15UL >> 48);
        if (_ghostCounts[print] > 0) return true;
        if (_ghostCounts[_ghosts![_nextGhost]] > 0) _ghostCounts[_ghosts[_nextGhost]]--;
        _ghosts[_nextGhost] = print;
        _ghostCounts[print]++;
        _nextGhost = (_nextGhost + 1) % _slots;
        return false;
    }

    private void Evict()
    {
        var victim = _isSieve ? _hand ?? _order.Last! : _order.Last!;
        while (_isSieve && victim.Value.Used[0])
        {
            victim.Value.Used[0] = false;
            victim = victim.Previous ?? _order.Last!;
        }

        _hand = victim.Previous;
        _held.Remove(victim.Value.Object);
        _order.Remove(victim);
    }
}
