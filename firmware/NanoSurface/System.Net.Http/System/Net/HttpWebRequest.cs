namespace System.Net;

public sealed class HttpWebRequest : WebRequest
{
    internal HttpWebRequest() => throw null;

    public int ReadWriteTimeout { set => throw null; }
    public bool KeepAlive { set => throw null; }
}
