using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace System.Net.Security;

public class SslStream : NetworkStream
{
    public SslStream(Socket a) => throw null;

    public SslVerification SslVerification { get => throw null; set => throw null; }
    public bool UseStoredDeviceCertificate { get => throw null; set => throw null; }
    public bool IsServer { get => throw null; }
    public override long Length { get => throw null; }
    public override bool DataAvailable { get => throw null; }

    public void AuthenticateAsClient(string a, SslProtocols b) => throw null;
    public void AuthenticateAsClient(string a, X509Certificate b, SslProtocols c) => throw null;
    public void AuthenticateAsClient(string a, X509Certificate b, X509Certificate c, SslProtocols d) => throw null;
    public void AuthenticateAsServer(X509Certificate a, SslProtocols b) => throw null;
    public void AuthenticateAsServer(X509Certificate a, bool b, SslProtocols c) => throw null;
    protected override void Dispose(bool a) => throw null;
    public override int Read(byte[] a, int b, int c) => throw null;
    public override void Write(byte[] a, int b, int c) => throw null;
}
