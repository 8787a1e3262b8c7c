namespace Decent.Content.Tests.Eviction;

/// <summary>A cache as a paper describes its policy, in lists: the request, and what went for it.</summary>
internal interface IReference
{
    /// <summary>Asks for an object of this size; what was evicted, in order. Null for a hit.</summary>
    IReadOnlyList<long>? Ask(long wanted, long bytes);
}

internal static class References
{
    public static IReference Named(string name, long bytesMax, Func<long, long> committed) => name switch
    {
        "lru" => new Ranked(bytesMax, (_, used) => used),
        "least-maintained" => new Ranked(bytesMax, (wanted, used) => (committed(wanted) * 1_000_000_000) + used),
        "sieve" => new SieveReference(bytesMax),
        "s3-fifo" => new S3FifoReference(bytesMax),
        _ => throw new ArgumentException(name),
    };
}

/// <summary>Whoever ranks lowest goes; looked up in a dictionary from end to end.</summary>
internal sealed class Ranked(long bytesMax, Func<long, long, long> rank) : IReference
{
    private readonly Dictionary<long, (long Bytes, long Used)> _held = [];
    private long _clock;

    public IReadOnlyList<long>? Ask(long wanted, long bytes)
    {
        if (_held.TryGetValue(wanted, out (long Bytes, long Used) known))
        {
            _held[wanted] = (known.Bytes, ++_clock);
            return null;
        }

        List<long> victims = [];
        while (_held.Values.Sum(held => held.Bytes) + bytes > bytesMax)
        {
            long victim = _held.MinBy(held => rank(held.Key, held.Value.Used)).Key;
            _held.Remove(victim);
            victims.Add(victim);
        }

        _held[wanted] = (bytes, ++_clock);
        return victims;
    }
}

/// <summary>Newest first, as the paper draws it; the hand moves from the tail to the head and stays where it evicted.</summary>
internal sealed class SieveReference(long bytesMax) : IReference
{
    private readonly LinkedList<long> _queue = [];
    private readonly Dictionary<long, (long Bytes, bool Visited)> _held = [];
    private LinkedListNode<long>? _hand;

    public IReadOnlyList<long>? Ask(long wanted, long bytes)
    {
        if (_held.TryGetValue(wanted, out (long Bytes, bool Visited) known))
        {
            _held[wanted] = (known.Bytes, true);
            return null;
        }

        List<long> victims = [];
        while (_held.Values.Sum(held => held.Bytes) + bytes > bytesMax)
        {
            LinkedListNode<long> at = _hand ?? _queue.Last!;
            while (_held[at.Value].Visited)
            {
                _held[at.Value] = (_held[at.Value].Bytes, false);
                at = at.Previous ?? _queue.Last!;
            }

            _hand = at.Previous;
            _held.Remove(at.Value);
            _queue.Remove(at);
            victims.Add(at.Value);
        }

        _queue.AddFirst(wanted);
        _held[wanted] = (bytes, false);
        return victims;
    }
}

/// <summary>READ, INSERT, EVICT, EVICTS and EVICTM of the paper's first algorithm, with sizes in bytes in place of counts.</summary>
internal sealed class S3FifoReference(long bytesMax) : IReference
{
    private readonly List<Entry> _small = [];
    private readonly List<Entry> _main = [];
    private readonly List<Entry> _ghost = [];
    private readonly List<long> _victims = [];

    public IReadOnlyList<long>? Ask(long wanted, long bytes)
    {
        if (_small.Concat(_main).FirstOrDefault(entry => entry.Name == wanted) is { } known)
        {
            known.Freq = Math.Min(known.Freq + 1, 3);
            return null;
        }

        _victims.Clear();
        while (Bytes(_small) + Bytes(_main) + bytes > bytesMax)
        {
            if (Bytes(_small) >= bytesMax / 10)
            {
                EvictSmall();
            }
            else
            {
                EvictMain();
            }
        }

        (_ghost.RemoveAll(entry => entry.Name == wanted) > 0 ? _main : _small).Insert(0, new Entry(wanted, bytes));
        return [.. _victims];
    }

    private void EvictSmall()
    {
        for (bool evicted = false; !evicted && _small.Count > 0;)
        {
            Entry tail = _small[^1];
            _small.RemoveAt(_small.Count - 1);
            if (tail.Freq > 1)
            {
                tail.Freq = 0;
                _main.Insert(0, tail);
                if (Bytes(_main) > bytesMax - (bytesMax / 10))
                {
                    EvictMain();
                }
            }
            else
            {
                _ghost.Insert(0, tail);
                while (Bytes(_ghost) > bytesMax - (bytesMax / 10))
                {
                    _ghost.RemoveAt(_ghost.Count - 1);
                }

                _victims.Add(tail.Name);
                evicted = true;
            }
        }
    }

    private void EvictMain()
    {
        for (bool evicted = false; !evicted && _main.Count > 0;)
        {
            Entry tail = _main[^1];
            _main.RemoveAt(_main.Count - 1);
            if (tail.Freq > 0)
            {
                tail.Freq--;
                _main.Insert(0, tail);
            }
            else
            {
                _victims.Add(tail.Name);
                evicted = true;
            }
        }
    }

    private static long Bytes(List<Entry> queue) => queue.Sum(entry => entry.Bytes);

    private sealed class Entry(long name, long bytes)
    {
        public long Name => name;

        public long Bytes => bytes;

        public int Freq { get; set; }
    }
}
