namespace Decent.Mqtt;

/// <summary>One address where the managed broker takes connections.</summary>
public sealed class MosquittoListener
{
    /// <summary>IP address. Default: loopback, so that nothing is open to the network by accident.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>0 to 65,535; 0 lets the broker's first start choose a free one, which its folder then remembers. Default 0.</summary>
    public int Port { get; init; }

    /// <summary>PEM file with the server's certificate chain; null means plain TCP. Needs <see cref="KeyFile"/>.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>PEM file with the private key, readable by the user that the broker runs as.</summary>
    public string? KeyFile { get; init; }

    /// <summary>
    /// Replaces the client's id by its user name, so that two nodes cannot take each other's connection by a copied id. Default false.
    /// </summary>
    public bool UserNameIsClientId { get; init; }
}
