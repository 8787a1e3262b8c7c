namespace Decent.World;

/// <summary>An open file of <see cref="WorldFlash"/>: what is written is seen by its reader at once and by the flash when it is closed.</summary>
public sealed class FlashFile : IDisposable
{
    private readonly WorldFlash _flash;
    private readonly string _path;
    private readonly int _boot;
    private byte[] _bytes;
    private bool _changed;
    private bool _refused;
    private bool _closed;

    internal FlashFile(WorldFlash flash, string path, byte[] bytes, bool changed, int boot)
    {
        _flash = flash;
        _path = path;
        _bytes = (byte[])bytes.Clone();
        _changed = changed;
        _boot = boot;
    }

    public int Length => _bytes.Length;

    public int Position { get; set; }

    /// <summary>Bytes read, 0 at the end.</summary>
    public int Read(byte[] into, int offset, int count)
    {
        _flash.Operate(_boot);
        int given = Math.Clamp(_bytes.Length - Position, 0, count);
        Array.Copy(_bytes, Position, into, offset, given);
        Position += given;
        return given;
    }

    /// <summary>Writing behind the end extends the file with zeros. On a full flash it throws, and nothing of what was written since the open stays.</summary>
    public void Write(byte[] source, int offset, int count)
    {
        _flash.Operate(_boot);
        _refused |= !_flash.Fits(_path, Math.Max(_bytes.Length, Position + count));
        if (_refused) throw new IOException("the flash is full");
        if (Position + count > _bytes.Length) Array.Resize(ref _bytes, Position + count);
        Array.Copy(source, offset, _bytes, Position, count);
        Position += count;
        _changed = true;
    }

    /// <summary>Does nothing for durability, as on the device.</summary>
    public void Flush() => _flash.Operate(_boot);

    /// <summary>
    /// The commit, but for a file that was refused a write: littlefs drops its changes and says nothing. On a device whose power failed there is nobody
    /// left to close a file, so it does nothing then.
    /// </summary>
    public void Dispose()
    {
        if (_closed) return;
        _closed = true;
        try
        {
            _flash.Operate(_boot);
        }
        catch (PowerCutException)
        {
            // The cut is told by the next operation; a dispose that throws would hide the exception already under way.
            return;
        }

        _flash.Close(_path, _changed && !_refused ? _bytes : null);
    }
}
