using System.Buffers.Binary;
using Decent.Peer.BlockCache;

namespace Decent.World.Caching;

/// <summary>A board's own eviction order and admission, without the blocks.</summary>
public sealed class OrderedCache(int slots, IEvictionOrder order, AdmissionMode mode) : ICachePolicy
{
    private readonly Admission _admission = new(mode, slots, insertsPerDay: 1);
    private readonly Dictionary<int, int> _entries = [];
    private readonly int[] _objects = new int[slots];
    private readonly byte[] _tag = new byte[16];

    public long Writes { get; private set; }

    public bool Ask(int wanted)
    {
        if (_entries.TryGetValue(wanted, out int held))
        {
            order.Use(held);
            return true;
        }

        // Tags are as good as random numbers.
        BinaryPrimitives.WriteUInt64LittleEndian(_tag.AsSpan(8), unchecked((ulong)wanted * 0x9E3779B97F4A7C15));
        if (!_admission.Missed(0, _tag, 0)) return false;
        int entry = _entries.Count < slots ? _entries.Count : Evict();
        order.Add(entry);
        _entries[wanted] = entry;
        _objects[entry] = wanted;
        Writes++;
        return false;
    }

    private int Evict()
    {
        int victim = order.Victim();
        order.Remove(victim);
        _entries.Remove(_objects[victim]);
        return victim;
    }
}
