namespace System.Net.Http;

public abstract class HttpMessageHandler : IDisposable
{
    protected HttpMessageHandler() => throw null;

    protected virtual void Dispose(bool a) => throw null;
    public void Dispose() => throw null;
}
