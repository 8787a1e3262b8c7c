using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Decent.Instance.Broker;

/// <summary>Every name and address under which nodes may reach the broker: what its certificate has to say.</summary>
public sealed class BrokerNames : IEquatable<BrokerNames>
{
    private readonly SortedSet<string> _names;

    private BrokerNames(IEnumerable<string> names) => _names = new SortedSet<string>(names, StringComparer.Ordinal);

    /// <summary>The names, in order.</summary>
    public IReadOnlyCollection<string> All => _names;

    /// <summary>This machine's name, what the operator called it, and where the broker listens: every interface's addresses for an any-address.</summary>
    /// <param name="listen">Address of the nodes' listener.</param>
    /// <param name="told">Hosts that credentials name.</param>
    public static BrokerNames Here(IPAddress listen, IEnumerable<string> told)
    {
        var isAny = listen.Equals(IPAddress.Any) || listen.Equals(IPAddress.IPv6Any);
        IEnumerable<IPAddress> addresses = isAny ? [IPAddress.Loopback, .. OfInterfaces()] : [listen];
        string[] machine = [Environment.MachineName.ToLowerInvariant(), "localhost"];
        return new BrokerNames([.. machine, .. told.Where(t => t.Length > 0), .. addresses.Select(a => a.ToString())]);
    }

    /// <summary>What a certificate says.</summary>
    public static BrokerNames Of(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().ToList();
        return new BrokerNames([
            .. names.SelectMany(n => n.EnumerateDnsNames()), .. names.SelectMany(n => n.EnumerateIPAddresses()).Select(a => a.ToString())]);
    }

    /// <summary>As a certificate says it. IPv4 addresses stand as names too: the boards' library compares nothing else.</summary>
    public X509Extension ToExtension()
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in _names)
        {
            var isAddress = IPAddress.TryParse(name, out var address);
            if (isAddress)
                builder.AddIpAddress(address!);
            if (!isAddress || address!.AddressFamily == AddressFamily.InterNetwork)
                builder.AddDnsName(name);
        }
        return builder.Build();
    }

    /// <inheritdoc/>
    public bool Equals(BrokerNames? other) => other is not null && _names.SetEquals(other._names);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as BrokerNames);

    /// <inheritdoc/>
    public override int GetHashCode() => _names.Count;

    // Link-local ones need a zone that no certificate has.
    private static IEnumerable<IPAddress> OfInterfaces() =>
        NetworkInterface.GetAllNetworkInterfaces()
            .Where(n => n.OperationalStatus == OperationalStatus.Up)
            .SelectMany(n => n.GetIPProperties().UnicastAddresses)
            .Select(a => a.Address)
            .Where(a => !a.IsIPv6LinkLocal);
}
