using System.Net.Http.Headers;

namespace System.Net.Http;

public class HttpRequestMessage : IDisposable
{
    public HttpRequestMessage() => throw null;
    public HttpRequestMessage(HttpMethod a, string b) => throw null;

    public Version Version { get => throw null; set => throw null; }
    public HttpMethod Method { get => throw null; set => throw null; }
    public Uri RequestUri { get => throw null; set => throw null; }
    public HttpRequestHeaders Headers { get => throw null; }
    public HttpContent Content { get => throw null; set => throw null; }

    protected void Dispose(bool a) => throw null;
    public void Dispose() => throw null;
}
