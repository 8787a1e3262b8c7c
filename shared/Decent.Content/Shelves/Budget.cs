namespace Decent.Content.Shelves;

/// <summary>
/// Bytes taken of a fixed allowance: whole objects, downloads in progress, and what an import is about to write. Besides, the disk keeps a floor free:
/// what was taken and perhaps not written yet counts as if it were not.
/// </summary>
/// <param name="max">The allowance.</param>
/// <param name="floor">Bytes that stay free on the disk; 0 for no such rule.</param>
/// <param name="free">Bytes free on the disk now.</param>
internal sealed class Budget(long max, long floor, Func<long> free)
{
    private readonly Lock _gate = new();
    private long _taken;
    private long _promised;

    public long Max => max;

    /// <summary>False when the allowance or the disk has no room; what is taken is promised until <see cref="Written"/>.</summary>
    public bool TryTake(long bytes)
    {
        lock (_gate)
        {
            bool fits = bytes <= max && _taken <= max - bytes && (floor == 0 || free() - floor - _promised >= bytes);
            _taken += fits ? bytes : 0;
            _promised += fits ? bytes : 0;
            return fits;
        }
    }

    /// <summary>Counts what is there already, over the allowance or not.</summary>
    public void Count(long bytes)
    {
        lock (_gate)
        {
            _taken += bytes;
        }
    }

    /// <summary>As <see cref="Count"/> for a download that was begun: how much of it is on the disk is not known.</summary>
    public void Adopt(long bytes)
    {
        Count(bytes);
        Written(-bytes);
    }

    /// <summary>What was taken is on the disk: its free bytes say so.</summary>
    public void Written(long bytes)
    {
        lock (_gate)
        {
            _promised -= bytes;
        }
    }

    /// <summary>Gives back what is written and now deleted.</summary>
    public void Give(long bytes) => Count(-bytes);

    /// <summary>Gives back what was taken and did not become an object.</summary>
    public void GiveUp(long bytes)
    {
        Written(bytes);
        Give(bytes);
    }
}
