using Decent.Peer.Ports;

namespace Decent.Firmware.Tests.Fakes;

internal sealed class RamFlashFile(RamFlash drive, string name, byte[] content) : IFlashFile
{
    private byte[] _content = content;
    private bool _closed;
    private bool _refused;

    public int Length => _content.Length;

    public int Read(int position, byte[] buffer, int offset, int count)
    {
        if (_closed || drive.Broken) return -1;
        var there = Math.Clamp(_content.Length - position, 0, count);
        if (there > 0) Array.Copy(_content, position, buffer, offset, there);
        return there;
    }

    public bool Write(int position, byte[] buffer, int offset, int count)
    {
        Assert.False(_closed);
        drive.Step(() => { }, () => { });
        if (drive.Broken || position + count > drive.BytesMax)
        {
            _refused = true;
            return false;
        }

        if (position + count > _content.Length) Array.Resize(ref _content, position + count);
        Array.Copy(buffer, offset, _content, position, count);
        return true;
    }

    public bool Close()
    {
        Assert.False(_closed);
        _closed = true;
        return drive.End(name, _refused ? null : _content);
    }
}
