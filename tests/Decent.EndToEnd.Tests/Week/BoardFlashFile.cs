using Decent.Peer.Ports;

namespace Decent.EndToEnd.Tests.Week;

internal sealed class BoardFlashFile(BoardFlash drive, string name, byte[] committed) : IFlashFile
{
    private readonly List<(int Position, int Count)> _writes = [];
    private byte[] _bytes = [.. committed];

    public byte[] Content => _bytes;

    public int Length => _bytes.Length;

    public int Read(int position, byte[] buffer, int offset, int count)
    {
        var there = Math.Clamp(_bytes.Length - position, 0, count);
        Array.Copy(_bytes, Math.Min(position, _bytes.Length), buffer, offset, there);
        return there;
    }

    public bool Write(int position, byte[] buffer, int offset, int count)
    {
        // Nothing of it is in flash before the file is closed.
        drive.Operate(() => { });
        if (position + count > _bytes.Length)
            Array.Resize(ref _bytes, position + count);
        Array.Copy(buffer, offset, _bytes, position, count);
        _writes.Add((position, count));
        return true;
    }

    public bool Close()
    {
        drive.Commit(name, committed, _bytes, _writes);
        return true;
    }
}
