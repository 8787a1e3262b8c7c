using System.Net.Http.Headers;

namespace System.Net.Http;

public class HttpResponseMessage : IDisposable
{
    public HttpResponseMessage() => throw null;
    public HttpResponseMessage(HttpStatusCode a) => throw null;

    public HttpContent Content { get => throw null; set => throw null; }
    public HttpResponseHeaders Headers { get => throw null; }
    public bool IsSuccessStatusCode { get => throw null; }
    public string ReasonPhrase { get => throw null; set => throw null; }
    public HttpRequestMessage RequestMessage { get => throw null; set => throw null; }
    public HttpStatusCode StatusCode { get => throw null; }
    public Version Version { get => throw null; set => throw null; }

    public HttpResponseMessage EnsureSuccessStatusCode() => throw null;
    protected void Dispose(bool a) => throw null;
    public void Dispose() => throw null;
}
