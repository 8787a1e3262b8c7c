using Decent.Peer.Ports;

namespace Decent.Firmware.Host.Flash;

/// <summary>
/// An open file in memory: what is written here reaches the folder at <see cref="Close"/> alone, and not at all once a write was refused, as littlefs
/// has it.
/// </summary>
internal sealed class FolderFlashFile(FolderFlash drive, string name, byte[] content) : IFlashFile
{
    private readonly int _committed = content.Length;
    private byte[] _content = content;
    private bool _changed;
    private bool _closed;
    private bool _refused;

    public int Length { get; private set; } = content.Length;

    public int Read(int position, byte[] buffer, int offset, int count)
    {
        drive.Use();
        if (_closed || position < 0) return -1;
        var there = Math.Clamp(Length - position, 0, count);
        Array.Copy(_content, Math.Min(position, Length), buffer, offset, there);
        return there;
    }

    public bool Write(int position, byte[] buffer, int offset, int count)
    {
        drive.Use();
        if (_closed || position < 0 || count < 0 || position > int.MaxValue - count) return false;
        var end = position + count;
        if (end > Length)
        {
            if (!drive.TryGrow(name, end))
            {
                _refused = true;
                return false;
            }

            if (end > _content.Length) Array.Resize(ref _content, (int)Math.Max(end, Math.Min(_content.Length * 2L, 1 << 30)));
            Length = end;
        }

        Array.Copy(buffer, offset, _content, position, count);
        _changed = true;
        return true;
    }

    public bool Close()
    {
        drive.Use();
        if (_closed) return false;
        _closed = true;
        return _refused ? drive.Drop(name, _committed) : drive.End(name, _content.AsSpan(0, Length), _changed);
    }
}
