namespace System.Net.Sockets;

public class MulticastOption
{
    public MulticastOption(IPAddress a) => throw null;
    public MulticastOption(IPAddress a, IPAddress b) => throw null;

    public IPAddress MultiCastAddress { get => throw null; }
    public IPAddress LocalAddress { get => throw null; }

    public byte[] GetBytes() => throw null;
}
