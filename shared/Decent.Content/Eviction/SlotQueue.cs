namespace Decent.Content.Eviction;

/// <summary>A double-ended list of slots of a pool, oldest to newest.</summary>
internal sealed class SlotQueue(NamePool pool)
{
    public int Oldest { get; private set; } = NamePool.None;

    public int Newest { get; private set; } = NamePool.None;

    public int Count { get; private set; }

    /// <summary>Bytes of all objects in it.</summary>
    public long Bytes { get; private set; }

    public void Append(int slot)
    {
        (pool.Newer(slot), pool.Older(slot)) = (NamePool.None, Newest);
        if (Newest == NamePool.None)
        {
            Oldest = slot;
        }
        else
        {
            pool.Newer(Newest) = slot;
        }

        Newest = slot;
        Count++;
        Bytes += pool.Bytes(slot);
    }

    public void Take(int slot)
    {
        (int newer, int older) = (pool.Newer(slot), pool.Older(slot));
        if (newer == NamePool.None)
        {
            Newest = older;
        }
        else
        {
            pool.Older(newer) = older;
        }

        if (older == NamePool.None)
        {
            Oldest = newer;
        }
        else
        {
            pool.Newer(older) = newer;
        }

        Count--;
        Bytes -= pool.Bytes(slot);
    }
}
