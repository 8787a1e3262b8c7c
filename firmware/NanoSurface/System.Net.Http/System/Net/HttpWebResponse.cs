using System.IO;

namespace System.Net;

public sealed class HttpWebResponse : WebResponse
{
    internal HttpWebResponse() => throw null;

    public override WebHeaderCollection Headers { get => throw null; }
    public override long ContentLength { get => throw null; }
    public string ContentEncoding { get => throw null; }
    public override string ContentType { get => throw null; }
    public string Server { get => throw null; }
    public DateTime LastModified { get => throw null; }
    public HttpStatusCode StatusCode { get => throw null; }
    public string StatusDescription { get => throw null; }
    public Version ProtocolVersion { get => throw null; }
    public override Uri ResponseUri { get => throw null; }
    public string Method { get => throw null; }

    public override Stream GetResponseStream() => throw null;
    public string GetResponseHeader(string a) => throw null;
    protected override void Dispose(bool a) => throw null;
    public override void Close() => throw null;
}
