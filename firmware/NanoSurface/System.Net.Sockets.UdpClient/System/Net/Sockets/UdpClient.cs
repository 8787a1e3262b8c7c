namespace System.Net.Sockets;

public class UdpClient : IDisposable
{
    public UdpClient() => throw null;
    public UdpClient(int a) => throw null;

    public Socket Client { get => throw null; }
    public bool EnableBroadcast { set => throw null; }

    public void Connect(IPAddress a, int b) => throw null;
    public int Receive(byte[] a, ref IPEndPoint b) => throw null;
    public int Send(byte[] a, int b, int c, IPEndPoint d) => throw null;
    public void Dispose() => throw null;
}
