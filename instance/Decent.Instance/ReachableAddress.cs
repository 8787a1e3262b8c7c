using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Decent.Instance;

/// <summary>What to tell nodes when a listener takes connections on every address.</summary>
internal static class ReachableAddress
{
    /// <summary>
    /// The listener's own address; for any-address the first definite one of the HTTP listeners, else the first of an interface that is up, else loopback.
    /// </summary>
    /// <param name="listener">Where something listens.</param>
    /// <param name="others">HTTP listeners as <c>ADDRESS:PORT</c>.</param>
    public static IPAddress Of(IPAddress listener, IEnumerable<string> others) =>
        !IsAny(listener) ? listener
        : others.Select(o => IPEndPoint.TryParse(o, out var end) ? end.Address : null).FirstOrDefault(a => a is not null && !IsAny(a))
            ?? OfInterfaces()
            ?? IPAddress.Loopback;

    /// <summary>The first of these <c>http://</c> addresses that a node can use as it stands; an any-address gets a definite host. Empty for none.</summary>
    public static string Of(IReadOnlyList<string> addresses)
    {
        var parsed = addresses.Select(a => new Uri(a)).ToList();
        var chosen = parsed.FirstOrDefault(u => IPAddress.TryParse(u.Host, out var ip) && !IsAny(ip)) ?? parsed.FirstOrDefault();
        if (chosen is null)
            return "";
        var host = IPAddress.TryParse(chosen.Host, out var address) ? Of(address, []) : IPAddress.Loopback;
        return $"{chosen.Scheme}://{new IPEndPoint(host, chosen.Port)}";
    }

    /// <summary>Host of an address that a person gave; empty for none.</summary>
    public static string HostOf(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.IdnHost : "";

    /// <summary>Whether a person's text is an absolute http or https address without a path.</summary>
    public static bool IsValid(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https") && uri.AbsolutePath == "/" && uri.Query.Length == 0;

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static IPAddress? OfInterfaces() =>
        NetworkInterface.GetAllNetworkInterfaces()
            .Where(n => n.OperationalStatus == OperationalStatus.Up && n.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(n => n.GetIPProperties().UnicastAddresses)
            .Select(a => a.Address)
            .FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork);
}
