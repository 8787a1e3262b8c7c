using System.IO;
using System.Net.Http.Headers;

namespace System.Net.Http;

public abstract class HttpContent : IDisposable
{
    protected HttpContent() => throw null;

    public HttpContentHeaders Headers { get => throw null; }

    public void CopyTo(Stream a) => throw null;
    public void LoadIntoBuffer() => throw null;
    public Stream ReadAsStream() => throw null;
    public byte[] ReadAsByteArray() => throw null;
    public string ReadAsString() => throw null;
    public void Dispose() => throw null;
    protected virtual void Dispose(bool a) => throw null;
    protected virtual void SerializeToStream(Stream a) => throw null;
    protected virtual Stream CreateContentReadStream() => throw null;
}
