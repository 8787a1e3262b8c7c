using Decent.Nano;

namespace System.IO;

/// <summary>nanoFramework's on littlefs: seeking past the end and writing there fills with zeros; closing commits, flushing does not.</summary>
internal sealed class FileStream : Stream
{
    private readonly Drive _drive = Interpreter.Current.Drive;
    private readonly string _path;
    private byte[] _bytes;
    private bool _closed;

    public FileStream(string path, FileMode mode, FileAccess access)
    {
        if (access != FileAccess.ReadWrite) throw new NotSupportedException();
        _path = path;
        _bytes = _drive.Open(path, mode);
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => _bytes.Length;

    public override long Position { get; set; }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        if (origin != SeekOrigin.Begin) throw new NotSupportedException();
        return Position = offset;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        Check();
        var there = (int)Math.Max(0, Math.Min(count, _bytes.Length - Position));
        Array.Copy(_bytes, Position, buffer, offset, there);
        Position += there;
        return there;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        Check();
        var bytes = new byte[Math.Max(_bytes.Length, Position + count)];
        _bytes.CopyTo(bytes, 0);
        Array.Copy(buffer, offset, bytes, Position, count);
        _bytes = bytes;
        Position += count;
    }

    public override void SetLength(long value) => throw new Decent.Nano.NotLinkedException();

    protected override void Dispose(bool disposing)
    {
        if (_closed) return;
        _closed = true;
        _drive.Commit(_path, _bytes);
    }

    private void Check()
    {
        _drive.Check();
        if (_closed) throw new ObjectDisposedException(_path);
        if (_drive.Refuses) throw new Exception();
    }
}
