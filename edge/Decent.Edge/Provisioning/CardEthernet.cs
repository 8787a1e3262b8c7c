using System.Net;

namespace Decent.Edge.Provisioning;

/// <summary>A fixed address of the cable.</summary>
/// <param name="Address">Address and length of the network's prefix, such as 192.168.1.5/24.</param>
/// <param name="Gateway">The router.</param>
/// <param name="Dns">Name servers, one or more.</param>
public sealed record CardEthernet(string Address, IPAddress Gateway, IReadOnlyList<IPAddress> Dns);
