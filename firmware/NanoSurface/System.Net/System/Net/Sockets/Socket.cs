namespace System.Net.Sockets;

public class Socket : IDisposable
{
    internal Socket() => throw null;

    public EndPoint LocalEndPoint { get => throw null; }

    public bool Poll(int a, SelectMode b) => throw null;

    void IDisposable.Dispose() => throw null;
}
