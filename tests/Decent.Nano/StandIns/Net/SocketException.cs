namespace System.Net.Sockets;

/// <summary>nanoFramework's: its code is the number of <see cref="SocketError"/>.</summary>
internal sealed class SocketException(SocketError error) : Exception(error.ToString())
{
    public int ErrorCode { get; } = (int)error;
}
