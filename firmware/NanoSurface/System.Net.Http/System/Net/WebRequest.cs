using System.IO;

namespace System.Net;

public abstract class WebRequest : MarshalByRefObject, IDisposable
{
    protected WebRequest() => throw null;

    public virtual string Method { get => throw null; set => throw null; }
    public virtual Uri RequestUri { get => throw null; }
    public string ConnectionGroupName { get => throw null; set => throw null; }
    public virtual WebHeaderCollection Headers { get => throw null; set => throw null; }
    public virtual long ContentLength { get => throw null; set => throw null; }
    public virtual string ContentType { get => throw null; set => throw null; }
    public virtual int Timeout { get => throw null; set => throw null; }
    public static IWebProxy DefaultWebProxy { get => throw null; set => throw null; }
    public virtual IWebProxy Proxy { get => throw null; set => throw null; }

    public static void Initialize() => throw null;
    public void Dispose() => throw null;
    protected virtual void Dispose(bool a) => throw null;
    public virtual Stream GetRequestStream() => throw null;
    public virtual WebResponse GetResponse() => throw null;
    public static WebRequest Create(string a) => throw null;
    public static WebRequest Create(Uri a) => throw null;
}
