using System.Net.Sockets;

namespace System.Net;

public class SocketAddress
{
    public SocketAddress(AddressFamily a, int b) => throw null;

    public AddressFamily Family { get => throw null; }
    public int Size { get => throw null; }
    public byte this[int a] { get => throw null; set => throw null; }

    public override bool Equals(object a) => throw null;
    public override int GetHashCode() => throw null;
}
