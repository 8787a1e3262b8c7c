namespace System.IO;

public abstract class Stream : MarshalByRefObject, IDisposable
{
    protected Stream() => throw null;

    public abstract bool CanRead { get; }
    public abstract bool CanSeek { get; }
    public virtual bool CanTimeout { get => throw null; }
    public abstract bool CanWrite { get; }
    public abstract long Length { get; }
    public abstract long Position { get; set; }
    public virtual int ReadTimeout { get => throw null; set => throw null; }
    public virtual int WriteTimeout { get => throw null; set => throw null; }

    public virtual void Close() => throw null;
    public void CopyTo(Stream a) => throw null;
    public void Dispose() => throw null;
    protected virtual void Dispose(bool a) => throw null;
    public abstract void Flush();
    public abstract long Seek(long a, SeekOrigin b);
    public abstract void SetLength(long a);
    public virtual int Read(SpanByte a) => throw null;
    public abstract int Read(byte[] a, int b, int c);
    public virtual int ReadByte() => throw null;
    public abstract void Write(byte[] a, int b, int c);
    public virtual void WriteByte(byte a) => throw null;
}
