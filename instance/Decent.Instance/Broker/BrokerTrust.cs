using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Decent.Mqtt;
using Decent.Protocol;

namespace Decent.Instance.Broker;

/// <summary>The authority by which nodes verify their broker.</summary>
/// <param name="Pem">For edges: one certificate.</param>
/// <param name="Der">For boards: the same.</param>
public sealed record BrokerTrust(string Pem, byte[] Der)
{
    /// <summary>Whether a board takes it.</summary>
    public bool FitsBoards => Der.Length <= Limits.CaBytesMax;

    /// <summary>Reads the first certificate of a PEM file.</summary>
    /// <exception cref="MqttSetupException">There is none.</exception>
    public static BrokerTrust Read(string path)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(path));
            return Of(certificate);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new MqttSetupException($"{path} holds no certificate ({e.Message}): --broker-ca takes the broker's certificate authority as PEM.", e);
        }
    }

    /// <summary>Of a certificate.</summary>
    public static BrokerTrust Of(X509Certificate2 certificate) => new(certificate.ExportCertificatePem() + "\n", certificate.RawData);
}
