namespace System.Net;

public sealed class HttpWebResponse : WebResponse
{
    internal HttpWebResponse() => throw null;

    public HttpStatusCode StatusCode { get => throw null; }
}
