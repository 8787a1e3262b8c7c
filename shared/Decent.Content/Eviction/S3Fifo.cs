namespace Decent.Content.Eviction;

/// <summary>
/// S3-FIFO (Yang and others, SOSP 2023, algorithm 1), counted in bytes: a small queue for newcomers, a tenth of the cache; a main queue for those that
/// were asked for more than once in it, or again soon after it; and the names of what left the small queue, as many bytes of them as the main queue holds.
/// A held object counts as used: it moves on and is not counted down.
/// </summary>
public sealed class S3Fifo : IEvictionPolicy
{
    private const byte UsesMax = 3;
    private const byte UsesToStay = 2;
    private const byte InMain = 0x80;
    private readonly NamePool _pool = new();
    private readonly SlotQueue _small;
    private readonly SlotQueue _main;
    private readonly NamePool _gone = new();
    private readonly SlotQueue _ghosts;
    private readonly long _smallMax;
    private readonly long _mainMax;

    /// <summary>For a cache of this many bytes.</summary>
    public S3Fifo(long bytesMax)
    {
        (_smallMax, _mainMax) = (bytesMax / 10, bytesMax - (bytesMax / 10));
        (_small, _main, _ghosts) = (new SlotQueue(_pool), new SlotQueue(_pool), new SlotQueue(_gone));
    }

    /// <inheritdoc/>
    public int Count => _pool.Count;

    /// <inheritdoc/>
    public bool CountsUses => true;

    /// <inheritdoc/>
    public void Add(long name, long bytes)
    {
        if (_pool.TryFind(name, out _))
        {
            Use(name);
            return;
        }

        int slot = _pool.Take(name, bytes);
        if (_gone.TryFind(name, out int ghost))
        {
            Forget(ghost);
            _pool.Mark(slot) = InMain;
            _main.Append(slot);
        }
        else
        {
            _small.Append(slot);
        }
    }

    /// <inheritdoc/>
    public void Use(long name)
    {
        if (_pool.TryFind(name, out int slot) && Uses(slot) < UsesMax)
        {
            _pool.Mark(slot)++;
        }
    }

    /// <inheritdoc/>
    public void Remove(long name)
    {
        if (_pool.TryFind(name, out int slot))
        {
            Drop(slot);
        }
    }

    /// <inheritdoc/>
    public bool TryEvict(Func<long, bool> isHeld, ICollection<long> victims)
    {
        int before = victims.Count;
        if (_small.Bytes >= _smallMax)
        {
            EvictSmall(isHeld, victims);
        }

        // What is held may leave one queue without a victim while the other has one.
        if (victims.Count == before)
        {
            EvictMain(isHeld, victims);
        }

        if (victims.Count == before)
        {
            EvictSmall(isHeld, victims);
        }

        return victims.Count > before;
    }

    private void EvictSmall(Func<long, bool> isHeld, ICollection<long> victims)
    {
        while (_small.Count > 0)
        {
            int slot = _small.Oldest;
            long name = _pool.Name(slot);
            if (Uses(slot) < UsesToStay && !isHeld(name))
            {
                Remember(name, _pool.Bytes(slot));
                Drop(slot);
                victims.Add(name);
                return;
            }

            _small.Take(slot);
            _pool.Mark(slot) = InMain;
            _main.Append(slot);
            if (_main.Bytes > _mainMax)
            {
                EvictMain(isHeld, victims);
            }
        }
    }

    private void EvictMain(Func<long, bool> isHeld, ICollection<long> victims)
    {
        // As often round as an object that nobody holds has uses to lose.
        for (long looks = (UsesMax + 1L) * _main.Count; looks > 0; looks--)
        {
            int slot = _main.Oldest;
            long name = _pool.Name(slot);
            bool stays = isHeld(name);
            if (Uses(slot) == 0 && !stays)
            {
                Drop(slot);
                victims.Add(name);
                return;
            }

            _pool.Mark(slot) -= (byte)(stays ? 0 : 1);
            _main.Take(slot);
            _main.Append(slot);
        }
    }

    private int Uses(int slot) => _pool.Mark(slot) & ~InMain;

    private void Drop(int slot)
    {
        ((_pool.Mark(slot) & InMain) != 0 ? _main : _small).Take(slot);
        _pool.Give(slot);
    }

    private void Remember(long name, long bytes)
    {
        _ghosts.Append(_gone.Take(name, bytes));
        while (_ghosts.Bytes > _mainMax)
        {
            Forget(_ghosts.Oldest);
        }
    }

    private void Forget(int ghost)
    {
        _ghosts.Take(ghost);
        _gone.Give(ghost);
    }
}
