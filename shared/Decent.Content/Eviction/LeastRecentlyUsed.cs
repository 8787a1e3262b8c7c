namespace Decent.Content.Eviction;

/// <summary>The longest unused object goes.</summary>
public sealed class LeastRecentlyUsed : IEvictionPolicy
{
    private readonly NamePool _pool = new();
    private readonly SlotQueue _order;

    public LeastRecentlyUsed() => _order = new SlotQueue(_pool);

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
            _order.Take(slot);
            _order.Append(slot);
        }
    }

    /// <inheritdoc/>
    public void Remove(long name)
    {
        if (_pool.TryFind(name, out int slot))
        {
            _order.Take(slot);
            _pool.Give(slot);
        }
    }

    /// <inheritdoc/>
    public bool TryEvict(Func<long, bool> isHeld, ICollection<long> victims)
    {
        for (int slot = _order.Oldest; slot != NamePool.None; slot = _pool.Newer(slot))
        {
            long name = _pool.Name(slot);
            if (!isHeld(name))
            {
                Remove(name);
                victims.Add(name);
                return true;
            }
        }

        return false;
    }
}
