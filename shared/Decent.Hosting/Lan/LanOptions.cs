using System.Net.NetworkInformation;
using System.Net.Sockets;
using Decent.Protocol;

namespace Decent.Hosting.Lan;

/// <summary>Where a node meets its peers.</summary>
public sealed class LanOptions
{
    /// <summary>Own addresses as "192.168.1.7/24"; empty: every IPv4 interface that is up, loopback left out.</summary>
    public IReadOnlyList<string> Interfaces { get; init; } = [];

    /// <summary>UDP port, the same on all nodes of a LAN; 1 to 65,535. Default 4930.</summary>
    public int Port { get; init; } = Limits.PeerPort;

    /// <summary>The interfaces meant; throws <see cref="ArgumentException"/> with a sentence for one that is no address.</summary>
    public IReadOnlyList<LanInterface> Resolve() => Interfaces.Count == 0 ? [.. OfThisHost()] : [.. Interfaces.Select(Parse)];

    private static LanInterface Parse(string text) => LanAddress.TryParse(text, out LanInterface? lan)
        ? lan
        : throw new ArgumentException($"\"{text}\" is no LAN address: write it as 192.168.1.7/24.");

    private static IEnumerable<LanInterface> OfThisHost() =>
        from network in NetworkInterface.GetAllNetworkInterfaces()
        where network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback
        from unicast in network.GetIPProperties().UnicastAddresses
        where unicast.Address.AddressFamily == AddressFamily.InterNetwork && unicast.PrefixLength is >= 8 and <= 30
        where LanAddress.TryGet(unicast.Address, out _)
        select LanInterface.Of(ToNumber(unicast.Address), unicast.PrefixLength);

    private static uint ToNumber(System.Net.IPAddress address) => LanAddress.TryGet(address, out uint number) ? number : 0;
}
