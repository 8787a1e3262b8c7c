namespace System.Net.Sockets;

public class SocketException : Exception
{
    public SocketException(SocketError a) => throw null;

    public int ErrorCode { get => throw null; }
}
