namespace System.Net.Sockets;

public class SocketException : Exception
{
    internal SocketException() => throw null;
}
