namespace System.Net.Http.Headers;

public abstract class HttpHeaders
{
    protected HttpHeaders() => throw null;

    public void Add(string a, string b) => throw null;
}
