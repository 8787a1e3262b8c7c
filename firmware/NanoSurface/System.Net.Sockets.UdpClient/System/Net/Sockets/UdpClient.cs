namespace System.Net.Sockets;

public class UdpClient : IDisposable
{
    public UdpClient() => throw null;
    public UdpClient(int a) => throw null;
    public UdpClient(IPEndPoint a) => throw null;
    public UdpClient(string a, int b) => throw null;

    protected bool Active { get => throw null; }
    public int Available { get => throw null; }
    public Socket Client { get => throw null; }
    public short Ttl { get => throw null; set => throw null; }
    public bool MulticastLoopback { get => throw null; set => throw null; }
    public bool EnableBroadcast { get => throw null; set => throw null; }
    public bool ExclusiveAddressUse { get => throw null; set => throw null; }
    public bool DontFragment { get => throw null; set => throw null; }

    public void Connect(IPAddress a, int b) => throw null;
    public void Connect(IPEndPoint a) => throw null;
    public void Connect(string a, int b) => throw null;
    public int Receive(byte[] a, ref IPEndPoint b) => throw null;
    public int Receive(byte[] a, int b, int c, ref IPEndPoint d) => throw null;
    public int Send(byte[] a, int b, int c, IPEndPoint d) => throw null;
    public int Send(byte[] a, IPEndPoint b) => throw null;
    public int Send(byte[] a, int b, int c) => throw null;
    public int Send(byte[] a) => throw null;
    public void JoinMulticastGroup(IPAddress a) => throw null;
    public void JoinMulticastGroup(IPAddress a, IPAddress b) => throw null;
    public void DropMulticastGroup(IPAddress a) => throw null;
    public void SetMulticastInterface(IPAddress a) => throw null;
    public void Close() => throw null;
    public void Dispose() => throw null;
}
