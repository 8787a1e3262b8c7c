namespace System.Net.Http.Headers;

public sealed class HttpResponseHeaders : HttpHeaders
{
    internal HttpResponseHeaders() => throw null;
}
