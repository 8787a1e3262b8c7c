namespace System.Net.Http;

public class HttpMessageInvoker : IDisposable
{
    public HttpMessageInvoker(HttpMessageHandler a) => throw null;
    public HttpMessageInvoker(HttpMessageHandler a, bool b) => throw null;
    internal HttpMessageInvoker() => throw null;

    public virtual HttpResponseMessage Send(HttpRequestMessage a) => throw null;
    public void Dispose() => throw null;
    protected void Dispose(bool a) => throw null;
}
