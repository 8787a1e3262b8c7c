using System.Net.Sockets;

namespace System.Net;

public class IPEndPoint : EndPoint
{
    public const int MinPort = 0;
    public const int MaxPort = 65535;

    public IPEndPoint(long a, int b) => throw null;
    public IPEndPoint(IPAddress a, int b) => throw null;

    public IPAddress Address { get => throw null; }
    public AddressFamily AddressFamily { get => throw null; }
    public int Port { get => throw null; }

    public override SocketAddress Serialize() => throw null;
    public override EndPoint Create(SocketAddress a) => throw null;
    public override string ToString() => throw null;
    public override bool Equals(object a) => throw null;
    public override int GetHashCode() => throw null;
}
