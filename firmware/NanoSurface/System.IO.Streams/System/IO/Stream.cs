namespace System.IO;

public abstract class Stream : MarshalByRefObject, IDisposable
{
    protected Stream() => throw null;

    public abstract long Length { get; }

    public void Dispose() => throw null;
    public abstract long Seek(long a, SeekOrigin b);
    public abstract int Read(byte[] a, int b, int c);
    public abstract void Write(byte[] a, int b, int c);
}
