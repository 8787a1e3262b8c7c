namespace System.IO;

public class MemoryStream : Stream
{
    public MemoryStream() => throw null;
    public MemoryStream(byte[] a) => throw null;
    public MemoryStream(byte[] a, bool b) => throw null;

    public override bool CanRead { get => throw null; }
    public override bool CanSeek { get => throw null; }
    public override bool CanWrite { get => throw null; }
    public override long Length { get => throw null; }
    public override long Position { get => throw null; set => throw null; }

    protected override void Dispose(bool a) => throw null;
    public override void Flush() => throw null;
    public byte[] GetBuffer() => throw null;
    public override int Read(SpanByte a) => throw null;
    public override int Read(byte[] a, int b, int c) => throw null;
    public override int ReadByte() => throw null;
    public override long Seek(long a, SeekOrigin b) => throw null;
    public override void SetLength(long a) => throw null;
    public byte[] ToArray() => throw null;
    public override void Write(byte[] a, int b, int c) => throw null;
    public override void WriteByte(byte a) => throw null;
    public void WriteTo(Stream a) => throw null;
}
