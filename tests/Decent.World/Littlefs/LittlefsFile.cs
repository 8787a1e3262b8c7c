using Decent.Peer.Ports;

namespace Decent.World.Littlefs;

/// <summary>
/// An open file, moved through the states of littlefs's own: reading, writing into a sector that nothing refers to yet, and dirty, when the
/// metadata still names the old sectors.
/// </summary>
public sealed class LittlefsFile : IFlashFile
{
    private readonly LittlefsDrive _drive;
    private readonly int _boot;
    private readonly ReadCache _cache;
    private readonly WriteCache _out;
    private readonly byte[] _inlineBytes = new byte[Geometry.InlineBytesMax];
    private bool _isInline;
    private bool _isReading;
    private bool _isWriting;
    private bool _isDirty = true;
    private bool _hasFailed;
    private bool _isClosed;
    private int _head;
    private int _size;
    private int _position;
    private int _block;
    private int _offset;

    internal LittlefsFile(LittlefsDrive drive, MetadataEntry entry, int boot)
    {
        _drive = drive;
        _boot = boot;
        Entry = entry;
        _cache = new ReadCache(drive.Chip);
        _out = new WriteCache(drive.Chip, drive.Cache);
        _isInline = entry.Inline != null;
        entry.Inline?.CopyTo(_inlineBytes, 0);
        _head = entry.Head;
        _size = entry.Size;
    }

    public int Length => _isWriting ? Math.Max(_position, _size) : _size;

    internal MetadataEntry Entry { get; }

    public int Read(int position, byte[] buffer, int offset, int count)
    {
        Live();
        if (_isClosed || position < 0) return -1;
        if (!Seek(position) || _isWriting && !Flush()) return -1;
        int given = Math.Clamp(_size - position, 0, count);
        for (int done = 0; done < given;) done += ReadOn(buffer.AsSpan(offset + done, given - done));
        return given;
    }

    public bool Write(int position, byte[] buffer, int offset, int count)
    {
        Live();
        if (_isClosed || position < 0 || !Seek(position)) return false;
        if (_isReading) Flush();
        if (!_isWriting && _position > _size)
        {
            _position = _size;
            byte[] zeros = new byte[Geometry.CacheBytes];
            while (_position < position)
            {
                if (!Add(zeros.AsSpan(0, Math.Min(zeros.Length, position - _position)))) return false;
            }
        }

        if (!Add(buffer.AsSpan(offset, count))) return false;
        _hasFailed = false;
        return true;
    }

    public bool Close()
    {
        Live();
        if (_isClosed) return false;
        _isClosed = true;
        bool done = !_hasFailed && Sync();
        _drive.Forget(this);
        return done;
    }

    /// <summary>What close does, without ending: content first, then one commit that names it.</summary>
    internal bool Sync()
    {
        if (!Flush()) return false;
        if (!_isDirty) return true;
        byte[]? inline = _isInline ? _inlineBytes[.._size] : null;
        (int head, int size) = (_head, _size);
        bool done = _drive.Commit(Entry, MetadataChange.Update(Entry, inline?.Length ?? -1, () =>
        {
            Entry.Inline = inline;
            Entry.Head = head;
            Entry.Size = size;
            Entry.HasTime = true;
        }));
        _hasFailed |= !done;
        _isDirty &= !done;
        return done;
    }

    /// <summary>Sectors that this file has and the metadata may not name.</summary>
    internal void Traverse(Action<int> used)
    {
        if (_isInline) return;
        if (_isDirty) CtzList.Walk(_head, _size, Pointer, used);
        if (_isWriting) CtzList.Walk(_block, _position, Pointer, used);
    }

    private int Pointer(int block, int index) => _out.TryPointer(block, index, out int pointer) ? pointer : _cache.ReadPointer(block, index);

    // As far as this sector goes.
    private int ReadOn(Span<byte> into)
    {
        if (_isInline) _offset = _position;
        else if (!_isReading || _offset == Geometry.BlockBytes) _block = CtzList.Find(_head, _size, _position, _cache.ReadPointer, out _offset);
        _isReading = true;
        int count = Math.Min(into.Length, Geometry.BlockBytes - _offset);
        if (_isInline) _inlineBytes.AsSpan(_offset, count).CopyTo(into);
        else _cache.Read(_block, _offset, Geometry.BlockBytes, into[..count]);
        _position += count;
        _offset += count;
        return count;
    }

    private bool Seek(int position)
    {
        if (_position == position) return true;
        if (!_isWriting && CtzList.IndexOf(_position, out _) == CtzList.IndexOf(position, out int offset) && (_isInline || _cache.Holds(offset)))
        {
            _position = position;
            _offset = _isInline ? position : offset;
            return true;
        }

        bool done = Flush();
        _position = position;
        return done;
    }

    private bool Add(ReadOnlySpan<byte> bytes)
    {
        if (_isInline && Math.Max(_position + bytes.Length, _size) > Geometry.InlineBytesMax && !LeaveMetadata()) return Fail();
        while (bytes.Length > 0)
        {
            if ((!_isWriting || !_isInline && _offset == Geometry.BlockBytes) && !Extend()) return Fail();
            int count = Math.Min(bytes.Length, (_isInline ? Geometry.InlineBytesMax : Geometry.BlockBytes) - _offset);
            if (_isInline) bytes[..count].CopyTo(_inlineBytes.AsSpan(_offset));
            else _out.Add(bytes[..count]);
            bytes = bytes[count..];
            _position += count;
            _offset += count;
            _drive.Checkpoint();
        }

        return true;
    }

    private bool Fail()
    {
        _hasFailed = true;
        return false;
    }

    private bool LeaveMetadata()
    {
        _drive.Checkpoint();
        int sector = _drive.Take();
        if (sector < 0) return false;
        _out.Begin(sector);
        _out.Add(_inlineBytes.AsSpan(0, _position));
        _block = sector;
        _offset = _position;
        _isInline = false;
        _isWriting = true;
        return true;
    }

    private bool Extend()
    {
        if (_isInline)
        {
            _offset = _position;
            _isWriting = true;
            return true;
        }

        if (!_isWriting && _position > 0)
        {
            _block = CtzList.Find(_head, _size, _position - 1, _cache.ReadPointer, out _);
            _cache.Drop();
        }

        _drive.Checkpoint();
        int sector = _drive.Take();
        if (sector < 0) return false;
        _out.Begin(sector);
        _offset = _position == 0 ? 0 : Begin(_block);
        _block = sector;
        _isWriting = true;
        return true;
    }

    // A full sector is linked to; one that is not full is copied, as far as the position.
    private int Begin(int before)
    {
        int index = CtzList.IndexOf(_position - 1, out int used);
        used++;
        if (used == Geometry.BlockBytes) return Link(before, index + 1);
        Span<byte> piece = stackalloc byte[Geometry.CacheBytes];
        for (int at = 0; at < used; at += piece.Length)
        {
            Span<byte> part = piece[..Math.Min(piece.Length, used - at)];
            _drive.Cache.Read(before, at, Geometry.BlockBytes, part);
            _out.Add(part);
        }

        return used;
    }

    private int Link(int before, int index)
    {
        int count = CtzList.PointerBytes(index) / 4;
        for (int i = 0; i < count; i++)
        {
            _out.Add(BitConverter.GetBytes(before));
            if (i < count - 1) before = _drive.Cache.ReadPointer(before, i);
        }

        return 4 * count;
    }

    private bool Flush()
    {
        if (_isReading && !_isInline) _cache.Drop();
        _isReading = false;
        if (!_isWriting) return true;
        int position = _position;
        if (_isInline)
        {
            _position = Math.Max(_position, _size);
        }
        else
        {
            if (!CopyRest()) return Fail();
            _out.Flush();
        }

        _head = _block;
        _size = _position;
        _isWriting = false;
        _isDirty = true;
        _position = position;
        return true;
    }

    // The list is linked backwards, so whatever stands behind a change must be written anew.
    private bool CopyRest()
    {
        ReadCache old = new(_drive.Chip);
        byte[] piece = new byte[Geometry.CacheBytes];
        while (_position < _size)
        {
            int block = CtzList.Find(_head, _size, _position, old.ReadPointer, out int offset);
            int end = _position + Math.Min(Geometry.BlockBytes - offset, _size - _position);
            while (_position < end)
            {
                long flushes = _out.Flushes;
                Span<byte> part = piece.AsSpan(0, Math.Min(piece.Length, end - _position));
                old.Read(block, offset, Geometry.BlockBytes, part);
                offset += part.Length;
                if (!Add(part)) return false;
                if (_out.Flushes != flushes) old.Drop();
            }
        }

        return true;
    }

    private void Live()
    {
        if (_drive.Chip.IsOff || _boot != _drive.Boots) throw new PowerCutException();
    }
}
