using System.IO;

namespace System.Net;

public abstract class WebResponse : MarshalByRefObject, IDisposable
{
    protected WebResponse() => throw null;

    public virtual long ContentLength { get => throw null; }
    public virtual WebHeaderCollection Headers { get => throw null; }

    public virtual Stream GetResponseStream() => throw null;
    public void Dispose() => throw null;
}
