using System.Net.Sockets;

namespace System.Net;

public class IPAddress
{
    public static readonly IPAddress Any;
    public static readonly IPAddress Loopback;
    public static readonly IPAddress Broadcast;
    public static readonly IPAddress None;
    public static readonly IPAddress IPv6Any;
    public static readonly IPAddress IPv6Loopback;

    public IPAddress(long a) => throw null;
    public IPAddress(byte[] a) => throw null;
    public IPAddress(byte[] a, long b) => throw null;

    public AddressFamily AddressFamily { get => throw null; }
    public long ScopeId { get => throw null; set => throw null; }
    public bool IsIPv4MappedToIPv6 { get => throw null; }

    public static bool operator ==(IPAddress a, IPAddress b) => throw null;
    public static bool operator !=(IPAddress a, IPAddress b) => throw null;
    public override bool Equals(object a) => throw null;
    public bool Equals(IPAddress a) => throw null;
    public byte[] GetAddressBytes() => throw null;
    public static IPAddress Parse(string a) => throw null;
    public override string ToString() => throw null;
    public static IPAddress GetDefaultLocalAddress() => throw null;
    public override int GetHashCode() => throw null;
    public IPAddress MapToIPv6() => throw null;
    public IPAddress MapToIPv4() => throw null;
}
