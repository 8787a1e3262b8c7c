using Decent.Peer;

namespace Decent.World.Littlefs;

/// <summary>Bytes on their way to one sector, programmed when 512 of them are there and read back to be compared.</summary>
internal sealed class WriteCache(NorFlash chip, ReadCache driveCache)
{
    private readonly byte[] _bytes = new byte[Geometry.CacheBytes];
    private readonly byte[] _check = new byte[Geometry.CacheBytes];
    private int _block = -1;
    private int _offset;
    private int _count;

    /// <summary>Pieces programmed so far.</summary>
    public long Flushes { get; private set; }

    public void Begin(int block)
    {
        _block = block;
        _offset = 0;
        _count = 0;
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int count = Math.Min(bytes.Length, Geometry.CacheBytes - _count);
            bytes[..count].CopyTo(_bytes.AsSpan(_count));
            bytes = bytes[count..];
            _count += count;
            if (_count == Geometry.CacheBytes) Flush();
        }
    }

    /// <summary>Programs what is there, filled up to a whole unit; after that the sector can only be copied.</summary>
    public void Flush()
    {
        if (_count == 0) return;
        int units = Geometry.Up(_count);
        _bytes.AsSpan(_count, units - _count).Fill(0xFF);
        chip.Program(_block, _offset, _bytes.AsSpan(0, units));
        driveCache.Drop();
        chip.Read(_block, _offset, _check.AsSpan(0, units));
        Must.Hold(_check.AsSpan(0, units).SequenceEqual(_bytes.AsSpan(0, units)));
        _offset += _count;
        _count = 0;
        Flushes++;
    }

    /// <summary>A pointer of a sector whose beginning is still here.</summary>
    public bool TryPointer(int block, int index, out int pointer)
    {
        bool here = block == _block && _offset == 0 && 4 * index + 4 <= _count;
        pointer = here ? BitConverter.ToInt32(_bytes, 4 * index) : 0;
        return here;
    }
}
