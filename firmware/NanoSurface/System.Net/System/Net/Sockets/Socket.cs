namespace System.Net.Sockets;

public class Socket : IDisposable
{
    public Socket(AddressFamily a, SocketType b, ProtocolType c) => throw null;

    public int Available { get => throw null; }
    public EndPoint LocalEndPoint { get => throw null; }
    public EndPoint RemoteEndPoint { get => throw null; }
    public bool Connected { get => throw null; }
    public int ReceiveTimeout { get => throw null; set => throw null; }
    public int SendTimeout { get => throw null; set => throw null; }
    public SocketType SocketType { get => throw null; }

    public void Bind(EndPoint a) => throw null;
    public void Connect(EndPoint a) => throw null;
    public void Close() => throw null;
    public void Listen(int a) => throw null;
    public Socket Accept() => throw null;
    public int Send(byte[] a) => throw null;
    public int Send(byte[] a, SocketFlags b) => throw null;
    public int Send(byte[] a, int b, SocketFlags c) => throw null;
    public int Send(byte[] a, int b, int c, SocketFlags d) => throw null;
    public int SendTo(byte[] a, int b, int c, SocketFlags d, EndPoint e) => throw null;
    public int SendTo(byte[] a, int b, SocketFlags c, EndPoint d) => throw null;
    public int SendTo(byte[] a, SocketFlags b, EndPoint c) => throw null;
    public int SendTo(byte[] a, EndPoint b) => throw null;
    public int Receive(byte[] a) => throw null;
    public int Receive(byte[] a, SocketFlags b) => throw null;
    public int Receive(byte[] a, int b, SocketFlags c) => throw null;
    public int Receive(byte[] a, int b, int c, SocketFlags d) => throw null;
    public int ReceiveFrom(byte[] a, int b, int c, SocketFlags d, ref EndPoint e) => throw null;
    public int ReceiveFrom(byte[] a, int b, SocketFlags c, ref EndPoint d) => throw null;
    public int ReceiveFrom(byte[] a, SocketFlags b, ref EndPoint c) => throw null;
    public int ReceiveFrom(byte[] a, ref EndPoint b) => throw null;
    public void SetSocketOption(SocketOptionLevel a, SocketOptionName b, int c) => throw null;
    public void SetSocketOption(SocketOptionLevel a, SocketOptionName b, bool c) => throw null;
    public void SetSocketOption(SocketOptionLevel a, SocketOptionName b, byte[] c) => throw null;
    public object GetSocketOption(SocketOptionLevel a, SocketOptionName b) => throw null;
    public void GetSocketOption(SocketOptionLevel a, SocketOptionName b, byte[] c) => throw null;
    public bool Poll(int a, SelectMode b) => throw null;
    protected void Dispose(bool a) => throw null;

    void IDisposable.Dispose() => throw null;
}
