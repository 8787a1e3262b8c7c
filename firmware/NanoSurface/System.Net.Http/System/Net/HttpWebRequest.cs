using System.IO;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace System.Net;

public sealed class HttpWebRequest : WebRequest
{
    internal HttpWebRequest() => throw null;

    public override int Timeout { get => throw null; set => throw null; }
    public NetworkCredential Credentials { get => throw null; set => throw null; }
    public X509Certificate HttpsAuthentCert { get => throw null; set => throw null; }
    public SslVerification SslVerification { get => throw null; set => throw null; }
    public SslProtocols SslProtocols { get => throw null; set => throw null; }
    public int ReadWriteTimeout { get => throw null; set => throw null; }
    public override Uri RequestUri { get => throw null; }
    public Uri Address { get => throw null; }
    public bool AllowWriteStreamBuffering { get => throw null; set => throw null; }
    public override long ContentLength { get => throw null; set => throw null; }
    public bool AllowAutoRedirect { get => throw null; }
    public int MaximumAutomaticRedirections { get => throw null; }
    public override string Method { get => throw null; set => throw null; }
    public bool KeepAlive { get => throw null; set => throw null; }
    public int MaximumResponseHeadersLength { get => throw null; set => throw null; }
    public static int DefaultMaximumResponseHeadersLength { get => throw null; set => throw null; }
    public override WebHeaderCollection Headers { get => throw null; set => throw null; }
    public override IWebProxy Proxy { get => throw null; set => throw null; }
    public bool SendChunked { get => throw null; set => throw null; }
    public Version ProtocolVersion { get => throw null; set => throw null; }
    public override string ContentType { get => throw null; set => throw null; }
    public string TransferEncoding { get => throw null; set => throw null; }
    public string Accept { get => throw null; set => throw null; }
    public string Referer { get => throw null; set => throw null; }
    public string UserAgent { get => throw null; set => throw null; }
    public string Expect { get => throw null; set => throw null; }
    public DateTime IfModifiedSince { get => throw null; }
    public bool HaveResponse { get => throw null; }

    protected override void Dispose(bool a) => throw null;
    public void Reset() => throw null;
    public void AddRange(int a, int b) => throw null;
    public void AddRange(int a) => throw null;
    public void AddRange(string a, int b, int c) => throw null;
    public void AddRange(string a, int b) => throw null;
    public override WebResponse GetResponse() => throw null;
    public override Stream GetRequestStream() => throw null;
}
