namespace Decent.Content.Shelves;

/// <summary>Bytes taken of a fixed allowance: whole objects, downloads in progress, and what an import is about to write.</summary>
internal sealed class Budget(long max)
{
    private readonly Lock _gate = new();
    private long _taken;

    public long Max => max;

    public bool TryTake(long bytes)
    {
        lock (_gate)
        {
            bool fits = bytes <= max && _taken <= max - bytes;
            _taken += fits ? bytes : 0;
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

    public void Give(long bytes) => Count(-bytes);
}
