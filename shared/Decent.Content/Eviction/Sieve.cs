namespace Decent.Content.Eviction;

/// <summary>
/// SIEVE (Zhang and others, NSDI 2024): objects stay in the order of their coming; a hand goes from the oldest to the newest and round, forgives those
/// that were used since it last passed, and stops at one that was not. A held object is passed over as it is.
/// </summary>
public sealed class Sieve : IEvictionPolicy
{
    private const int RoundsMax = 2; // The first forgives everything that it does not take.
    private readonly NamePool _pool = new();
    private readonly SlotQueue _order;
    private int _hand = NamePool.None;

    public Sieve() => _order = new SlotQueue(_pool);

    /// <inheritdoc/>
    public int Count => _pool.Count;

    /// <inheritdoc/>
    public void Add(long name, long bytes)
    {
        if (_pool.TryFind(name, out _))
        {
            Use(name);
            return;
        }

        _order.Append(_pool.Take(name, bytes));
    }

    /// <inheritdoc/>
    public void Use(long name)
    {
        if (_pool.TryFind(name, out int slot))
        {
            _pool.Mark(slot) = 1;
        }
    }

    /// <inheritdoc/>
    public void Remove(long name)
    {
        if (!_pool.TryFind(name, out int slot))
        {
            return;
        }

        _hand = slot == _hand ? _pool.Newer(slot) : _hand;
        _order.Take(slot);
        _pool.Give(slot);
    }

    /// <inheritdoc/>
    public bool TryEvict(Func<long, bool> isHeld, ICollection<long> victims)
    {
        for (int looks = RoundsMax * _order.Count; looks > 0; looks--)
        {
            _hand = _hand == NamePool.None ? _order.Oldest : _hand;
            long name = _pool.Name(_hand);
            if (!isHeld(name))
            {
                if (_pool.Mark(_hand) == 0)
                {
                    Remove(name);
                    victims.Add(name);
                    return true;
                }

                _pool.Mark(_hand) = 0;
            }

            _hand = _pool.Newer(_hand);
        }

        return false;
    }
}
