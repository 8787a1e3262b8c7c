namespace System.Net;

public abstract class WebRequest : MarshalByRefObject, IDisposable
{
    protected WebRequest() => throw null;

    public virtual int Timeout { set => throw null; }

    public void Dispose() => throw null;
    public virtual WebResponse GetResponse() => throw null;
    public static WebRequest Create(string a) => throw null;
}
