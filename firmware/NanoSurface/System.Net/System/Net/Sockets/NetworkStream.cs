using System.IO;

namespace System.Net.Sockets;

public class NetworkStream : Stream
{
    protected int _socketType;
    protected EndPoint _remoteEndPoint;
    protected bool _disposed;

    public NetworkStream(Socket a) => throw null;
    public NetworkStream(Socket a, bool b) => throw null;
    internal NetworkStream() => throw null;

    public override bool CanRead { get => throw null; }
    public override bool CanSeek { get => throw null; }
    public override bool CanTimeout { get => throw null; }
    public override bool CanWrite { get => throw null; }
    public override int ReadTimeout { get => throw null; set => throw null; }
    public override int WriteTimeout { get => throw null; set => throw null; }
    public override long Length { get => throw null; }
    public override long Position { get => throw null; set => throw null; }
    public virtual bool DataAvailable { get => throw null; }

    public void Close(int a) => throw null;
    protected override void Dispose(bool a) => throw null;
    public override void Flush() => throw null;
    public override int Read(byte[] a, int b, int c) => throw null;
    public override long Seek(long a, SeekOrigin b) => throw null;
    public override void SetLength(long a) => throw null;
    public override void Write(byte[] a, int b, int c) => throw null;
    public override int Read(SpanByte a) => throw null;
}
