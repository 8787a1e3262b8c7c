using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace System.Net.Http;

public class HttpClientHandler : HttpMessageHandler
{
    public HttpClientHandler() => throw null;

    public ClientCertificateOption ClientCertificateOptions { get => throw null; set => throw null; }
    public X509Certificate ClientCertificate { get => throw null; }
    public NetworkCredential Credentials { get => throw null; set => throw null; }
    public SslProtocols SslProtocols { get => throw null; set => throw null; }
    public IWebProxy Proxy { get => throw null; set => throw null; }
    public bool SupportsAutomaticDecompression { get => throw null; }
    public bool SupportsProxy { get => throw null; }
    public bool SupportsRedirectConfiguration { get => throw null; }
    public bool UseCookies { get => throw null; }
    public bool UseProxy { get => throw null; set => throw null; }

    protected override void Dispose(bool a) => throw null;
}
