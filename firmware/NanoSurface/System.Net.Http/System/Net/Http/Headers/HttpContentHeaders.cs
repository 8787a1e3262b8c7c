using System.Net.Http.Http.Headers;

namespace System.Net.Http.Headers;

public sealed class HttpContentHeaders : HttpHeaders
{
    internal HttpContentHeaders() => throw null;

    public long ContentLength { get => throw null; set => throw null; }
    public MediaTypeHeaderValue ContentType { get => throw null; set => throw null; }
}
