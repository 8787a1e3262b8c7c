using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Decent.Mqtt.Tests;

/// <summary>A certificate authority for one test, and a server certificate for "localhost" from it.</summary>
internal sealed class Authority
{
    /// <param name="days">How long the server's certificate is valid from two days ago on; 1: it is not any more.</param>
    public Authority(string folder, string name, int days = 3)
    {
        CaFile = Path.Combine(folder, name + "-ca.pem");
        CertificateFile = Path.Combine(folder, name + ".pem");
        KeyFile = Path.Combine(folder, name + "-key.pem");
        var now = TimeProvider.System.GetUtcNow();
        using var caKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var caRequest = new CertificateRequest("CN=" + name, caKey, HashAlgorithmName.SHA256);
        caRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var ca = caRequest.CreateSelfSigned(now.AddDays(-2), now.AddDays(1));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(ca, now.AddDays(-2), now.AddDays(days - 2), [1, 2, 3]);
        File.WriteAllText(CaFile, ca.ExportCertificatePem());
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(KeyFile, key.ExportECPrivateKeyPem());
    }

    public string CaFile { get; }

    public string CertificateFile { get; }

    public string KeyFile { get; }
}
