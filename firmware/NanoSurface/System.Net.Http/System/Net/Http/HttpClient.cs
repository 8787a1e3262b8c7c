using System.IO;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace System.Net.Http;

public class HttpClient : HttpMessageInvoker
{
    public HttpClient() => throw null;

    public HttpRequestHeaders DefaultRequestHeaders { get => throw null; }
    public Uri BaseAddress { get => throw null; set => throw null; }
    public TimeSpan Timeout { get => throw null; set => throw null; }
    public X509Certificate HttpsAuthentCert { get => throw null; set => throw null; }
    public SslProtocols SslProtocols { get => throw null; set => throw null; }
    public SslVerification SslVerification { get => throw null; set => throw null; }

    public HttpResponseMessage Delete(string a) => throw null;
    public HttpResponseMessage Get(string a) => throw null;
    public HttpResponseMessage Get(string a, HttpCompletionOption b) => throw null;
    public HttpResponseMessage Patch(string a, HttpContent b) => throw null;
    public HttpResponseMessage Post(string a, HttpContent b) => throw null;
    public HttpResponseMessage Put(string a, HttpContent b) => throw null;
    public byte[] GetByteArray(string a) => throw null;
    public Stream GetStream(string a) => throw null;
    public string GetString(string a) => throw null;
    public override HttpResponseMessage Send(HttpRequestMessage a) => throw null;
    public HttpResponseMessage Send(HttpRequestMessage a, HttpCompletionOption b) => throw null;
}
