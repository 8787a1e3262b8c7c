namespace Decent.World.Littlefs;

/// <summary>littlefs reads through small caches: one for the drive, one for each open file.</summary>
internal sealed class ReadCache(NorFlash chip)
{
    private readonly byte[] _bytes = new byte[Geometry.CacheBytes];
    private int _block = -1;
    private int _offset;
    private int _size;

    public void Drop() => _block = -1;

    public void Drop(int block)
    {
        if (_block == block) Drop();
    }

    public bool Holds(int offset) => _block >= 0 && offset >= _offset && offset < _offset + _size;

    /// <summary>Reads; <paramref name="hint"/> says how many bytes from here on will be wanted, and so how many are fetched when they are not here.</summary>
    public void Read(int block, int offset, int hint, Span<byte> into)
    {
        while (into.Length > 0)
        {
            int count = into.Length;
            if (block == _block && offset < _offset + _size)
            {
                if (offset >= _offset)
                {
                    count = Math.Min(count, _offset + _size - offset);
                    _bytes.AsSpan(offset - _offset, count).CopyTo(into);
                    into = into[count..];
                    offset += count;
                    continue;
                }

                count = Math.Min(count, _offset - offset);
            }

            if (into.Length >= hint && offset % Geometry.UnitBytes == 0 && Geometry.Down(count) > 0)
            {
                count = Geometry.Down(count);
                chip.Read(block, offset, into[..count]);
                into = into[count..];
                offset += count;
                continue;
            }

            Load(block, offset, Math.Max(into.Length, hint));
        }
    }

    public int ReadPointer(int block, int index)
    {
        Span<byte> bytes = stackalloc byte[4];
        Read(block, 4 * index, 4, bytes);
        return BitConverter.ToInt32(bytes);
    }

    private void Load(int block, int offset, int wanted)
    {
        _block = block;
        _offset = Geometry.Down(offset);
        _size = Math.Min(Math.Min(Geometry.Up(offset + wanted), Geometry.BlockBytes) - _offset, Geometry.CacheBytes);
        chip.Read(block, _offset, _bytes.AsSpan(0, _size));
    }
}
