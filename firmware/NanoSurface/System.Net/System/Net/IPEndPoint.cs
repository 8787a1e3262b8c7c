namespace System.Net;

public class IPEndPoint : EndPoint
{
    public IPEndPoint(IPAddress a, int b) => throw null;

    public IPAddress Address { get => throw null; }
    public int Port { get => throw null; }
}
