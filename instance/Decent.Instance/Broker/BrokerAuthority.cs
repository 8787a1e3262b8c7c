using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Decent.Content.Disk;
using Decent.Mqtt;
using Decent.Peer;

namespace Decent.Instance.Broker;

/// <summary>
/// The certificate authority of one instance, made at its first start with TLS, and the certificate of its broker, renewed by itself. Each file holds a
/// certificate with its key, so that no cut can part the two; both are P-256 and for the owner alone.
/// </summary>
public sealed class BrokerAuthority : IDisposable
{
    private const int AuthorityYears = 10;
    private static readonly TimeSpan ServerLife = TimeSpan.FromDays(396);

    // Nodes whose clocks are behind are let in all the same.
    private static readonly TimeSpan Slack = TimeSpan.FromDays(1);
    private readonly X509Certificate2 _authority;
    private readonly TimeProvider _time;

    private BrokerAuthority(string folder, X509Certificate2 authority, TimeProvider time) =>
        (ServerFile, _authority, _time) = (Path.Combine(folder, "server.pem"), authority, time);

    /// <summary>PEM file with the broker's certificate and key.</summary>
    public string ServerFile { get; }

    /// <summary>The authority's certificate.</summary>
    public BrokerTrust Trust => BrokerTrust.Of(_authority);

    /// <summary>UTC time when nodes stop believing it.</summary>
    public DateTimeOffset Ends => _authority.NotAfter;

    /// <summary>Opens the authority of a folder, or makes it.</summary>
    /// <param name="folder">Made when missing.</param>
    /// <param name="instance">The instance's id, part of the certificate's name.</param>
    /// <param name="time">Now.</param>
    /// <exception cref="MqttSetupException">The authority's file is damaged, or cannot be read.</exception>
    public static BrokerAuthority Open(string folder, string instance, TimeProvider time)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "authority.pem");
        try
        {
            if (!File.Exists(path))
                DurableFile.Write(path, Make(instance, time.GetUtcNow()), isSecret: true);
            var authority = new BrokerAuthority(folder, X509Certificate2.CreateFromPemFile(path), time);
            // For people and their tools.
            DurableFile.Write(Path.Combine(folder, "ca.pem"), Encoding.ASCII.GetBytes(authority.Trust.Pem));
            return authority;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new MqttSetupException(
                $"{path} cannot be used ({e.Message}). Restore it from a backup; or delete it, and give every node new credentials with 'nodes rotate'.", e);
        }
    }

    /// <summary>Makes the broker's certificate anew when it is missing, damaged, older than a third of its life, or names others.</summary>
    /// <returns>Whether it did; it is on the disk then.</returns>
    public bool Renew(BrokerNames names)
    {
        if (IsGood(names))
            return false;
        DurableFile.Write(ServerFile, Issue(names), isSecret: true);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _authority.Dispose();

    private bool IsGood(BrokerNames names)
    {
        if (!File.Exists(ServerFile))
            return false;
        try
        {
            using var server = X509Certificate2.CreateFromPemFile(ServerFile);
            var begins = new DateTimeOffset(server.NotBefore);
            return BrokerNames.Of(server).Equals(names) && server.IssuerName.RawData.AsSpan().SequenceEqual(_authority.SubjectName.RawData)
                && _time.GetUtcNow() - begins < (new DateTimeOffset(server.NotAfter) - begins) / 3 && IsIssued(server);
        }
        catch (CryptographicException)
        {
            // Damaged: made anew, nobody has it but the broker.
            return false;
        }
    }

    private bool IsIssued(X509Certificate2 server)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = _time.GetUtcNow().UtcDateTime;
        return chain.Build(server);
    }

    private byte[] Issue(BrokerNames names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Decent broker", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(names.ToExtension());
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_authority, true, false));
        var now = _time.GetUtcNow();
        var ends = now + ServerLife < Ends ? now + ServerLife : Ends;
        // Positive and of full length whatever the bytes.
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        using var server = request.Create(_authority, now - Slack, ends, serial);
        return Encoding.ASCII.GetBytes(server.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    private static byte[] Make(string instance, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Decent " + instance, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var authority = request.CreateSelfSigned(now - Slack, now.AddYears(AuthorityYears));
        Must.Hold(BrokerTrust.Of(authority).FitsBoards);
        return Encoding.ASCII.GetBytes(authority.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
    }
}
