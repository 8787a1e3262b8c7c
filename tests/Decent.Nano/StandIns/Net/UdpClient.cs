using Decent.Nano;

namespace System.Net.Sockets;

/// <summary>
/// nanoFramework's: an empty datagram is not sent, a longer one than the buffer is cut without a word, a wait in vain throws, and the getter of
/// EnableBroadcast always does.
/// </summary>
internal sealed class UdpClient : IDisposable
{
    private static readonly IPEndPoint Unbound = new(IPAddress.Any, 0);
    private readonly Lan _lan = Interpreter.Current.Lan;
    private readonly UdpSide? _side;
    private bool _connected;

    public UdpClient()
    {
        if (_lan.LacksSockets) throw new NotLinkedException();
        Client = new Socket(null, () => _connected ? new IPEndPoint(IPAddress.Parse(_lan.Source!), 49_152) : Unbound);
    }

    public UdpClient(int port)
    {
        _side = _lan.Bind(port);
        Client = new Socket(_side, () => Unbound);
    }

    public Socket Client { get; }

    public bool EnableBroadcast
    {
        get => throw new InvalidCastException();
        set => _ = value;
    }

    public void Connect(IPAddress address, int port)
    {
        if (_lan.Source is null) throw new SocketException(SocketError.NetworkUnreachable);
        _connected = true;
    }

    public int Receive(byte[] buffer, ref IPEndPoint remote)
    {
        var interpreter = Interpreter.Current;
        var side = _side ?? throw new InvalidOperationException();
        if (side.Closed) throw new ObjectDisposedException("socket");
        if (!interpreter.Wait(() => side.Inbox.Count > 0 || side.Broken || side.Closed, Client.ReceiveTimeout))
        {
            interpreter.Census.ReceivesTimedOut++;
            throw new SocketException(SocketError.TimedOut);
        }

        if (side.Broken || side.Closed) throw new SocketException(SocketError.NetworkDown);
        var (from, port, bytes) = side.Inbox.Dequeue();
        var count = Math.Min(bytes.Length, buffer.Length);
        Array.Copy(bytes, buffer, count);
        remote = new IPEndPoint(IPAddress.Parse(from), port);
        return count;
    }

    public int Send(byte[] bytes, int offset, int count, IPEndPoint to)
    {
        if (_side is not { Closed: false }) throw new ObjectDisposedException("socket");
        if (_side.Broken) throw new SocketException(SocketError.NetworkUnreachable);
        if (count > 0) _lan.Sent.Add((to.Address.ToString(), to.Port, bytes.AsSpan(offset, count).ToArray()));
        return count;
    }

    public void Dispose()
    {
        if (_side is null) return;
        _side.Closed = true;
        _lan.Release(_side);
    }
}
