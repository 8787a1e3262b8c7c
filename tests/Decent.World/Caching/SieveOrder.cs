using Decent.Peer.BlockCache;

namespace Decent.World.Caching;

/// <summary>
/// SIEVE (Zhang and others, NSDI 2024), for comparison: entries stay in the order of their coming; a hand goes from the oldest to the newest, forgives
/// those that were used since it last passed, and stops at one that was not.
/// </summary>
public sealed class SieveOrder(int entries) : IEvictionOrder
{
    private readonly EntryRing _ring = new(entries);
    private readonly bool[] _used = new bool[entries];
    private int _hand = -1;

    public int Oldest => _ring.Oldest;

    public int RamBytes => _ring.RamBytes + _used.Length;

    public int Newer(int entry) => _ring.Newer(entry);

    public void Add(int entry)
    {
        _used[entry] = false;
        _ring.AddNewest(entry);
    }

    public void Use(int entry) => _used[entry] = true;

    public void Remove(int entry)
    {
        if (entry == _hand) _hand = _ring.Newer(entry);
        _ring.Remove(entry);
    }

    public int Victim()
    {
        if (_hand < 0) _hand = _ring.Oldest;
        while (_hand >= 0 && _used[_hand])
        {
            _used[_hand] = false;
            _hand = _ring.Newer(_hand);
            if (_hand < 0) _hand = _ring.Oldest;
        }

        return _hand;
    }
}
