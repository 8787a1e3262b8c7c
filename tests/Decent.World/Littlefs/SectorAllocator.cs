namespace Decent.World.Littlefs;

/// <summary>
/// Which sector is written next: littlefs goes once around the drive from a random start, past what was in use when it last looked. That is all of
/// its wear levelling for content.
/// </summary>
internal sealed class SectorAllocator(int sectors, Action<Action<int>> traverse)
{
    private readonly bool[] _used = new bool[Geometry.LookaheadBlocks];
    private int _start;
    private int _next;
    private int _size;
    private int _left;

    /// <summary>After a mount: nothing known, and a start that is a hash of the metadata in littlefs.</summary>
    public void Forget(int start)
    {
        _start = start % sectors;
        _next = 0;
        _size = 0;
        Checkpoint();
    }

    /// <summary>Everything taken so far is reachable again from the metadata or from an open file.</summary>
    public void Checkpoint() => _left = sectors;

    /// <summary>A sector that nothing refers to; -1 when there is none.</summary>
    public int Take()
    {
        while (true)
        {
            while (_next < _size)
            {
                if (!_used[_next])
                {
                    int found = (_start + _next) % sectors;
                    do Advance();
                    while (_next < _size && _used[_next]);
                    return found;
                }

                Advance();
            }

            if (_left <= 0) return -1;
            LookAround();
        }
    }

    private void Advance()
    {
        _next++;
        _left--;
    }

    private void LookAround()
    {
        _start = (_start + _next) % sectors;
        _next = 0;
        _size = Math.Min(Geometry.LookaheadBlocks, _left);
        Array.Clear(_used);
        traverse(sector =>
        {
            int at = (sector - _start + sectors) % sectors;
            if (at < _size) _used[at] = true;
        });
    }
}
