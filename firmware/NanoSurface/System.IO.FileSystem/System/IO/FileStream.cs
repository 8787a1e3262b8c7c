namespace System.IO;

public class FileStream : Stream
{
    public FileStream(string a, FileMode b) => throw null;
    public FileStream(string a, FileMode b, FileAccess c) => throw null;
    public FileStream(string a, FileMode b, FileAccess c, FileShare d) => throw null;
    public FileStream(string a, FileMode b, FileAccess c, FileShare d, int e) => throw null;

    public override bool CanRead { get => throw null; }
    public override bool CanSeek { get => throw null; }
    public override bool CanWrite { get => throw null; }
    public override long Length { get => throw null; }
    public override long Position { get => throw null; set => throw null; }
    public string Name { get => throw null; }

    public override void Close() => throw null;
    protected override void Dispose(bool a) => throw null;
    public override void Flush() => throw null;
    public override int Read(byte[] a, int b, int c) => throw null;
    public override int Read(SpanByte a) => throw null;
    public override int ReadByte() => throw null;
    public override long Seek(long a, SeekOrigin b) => throw null;
    public override void SetLength(long a) => throw null;
    public override void Write(byte[] a, int b, int c) => throw null;
    public override void WriteByte(byte a) => throw null;
}
