using Decent.Peer.Ports;

namespace Decent.Firmware.Tests.Caching;

internal sealed class CutFlashFile(CutFlash drive, string name, byte[] committed) : IFlashFile
{
    private readonly List<(int Position, int Count)> _writes = [];
    private readonly byte[] _old = committed;
    private byte[] _content = committed;
    private bool _closed;
    private bool _refused;

    public int Length { get; private set; } = committed.Length;

    public int Read(int position, byte[] buffer, int offset, int count)
    {
        if (_closed || drive.Broken) return -1;
        var there = Math.Clamp(Length - position, 0, count);
        if (there > 0) Array.Copy(_content, position, buffer, offset, there);
        return there;
    }

    public bool Write(int position, byte[] buffer, int offset, int count)
    {
        Assert.False(_closed);
        if (drive.Dies()) throw new Fakes.PowerCutException();
        var end = Math.Max(Length, position + count);
        if (drive.Broken || !drive.Fits(name, end))
        {
            _refused = true;
            return false;
        }

        if (_writes.Count == 0 || end > _content.Length) Array.Resize(ref _content, Math.Max(end + 8 * 4096, _content.Length));
        if (_writes.Count == 0 && ReferenceEquals(_content, _old)) _content = (byte[])_old.Clone();
        Array.Copy(buffer, offset, _content, position, count);
        Length = end;
        _writes.Add((position, count));
        return true;
    }

    public bool Close()
    {
        Assert.False(_closed);
        _closed = true;
        if (_refused) return drive.Drop(name);
        if (_writes.Count == 0) return drive.End(name, _old, _old, _writes);
        return drive.End(name, _old, _content[..Length], _writes);
    }
}
