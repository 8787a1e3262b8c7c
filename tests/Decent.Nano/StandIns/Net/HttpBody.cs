using System.IO;
using Decent.Nano;

namespace System.Net;

/// <summary>A body as it comes: each read gives what is there, at least a byte, and none behind the length that was told.</summary>
internal sealed class HttpBody(Wire wire, long left, int readMs) : Stream
{
    private byte[] _segment = [];
    private int _at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (left == 0) return 0;
        while (_at == _segment.Length)
        {
            if (wire.Receive(readMs) is not byte[] segment) return 0;
            (_segment, _at) = (segment, 0);
        }

        var there = Math.Min(count, _segment.Length - _at);
        if (left > 0) there = (int)Math.Min(there, left);
        Array.Copy(_segment, _at, buffer, offset, there);
        _at += there;
        if (left > 0) left -= there;
        return there;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
