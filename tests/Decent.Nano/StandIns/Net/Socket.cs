using Decent.Nano;

namespace System.Net.Sockets;

/// <summary>The part of a datagram socket that the device uses.</summary>
internal sealed class Socket
{
    private readonly Func<EndPoint> _local;

    public Socket(UdpSide? side, Func<EndPoint> local) => (Side, _local) = (side, local);

    public UdpSide? Side { get; }

    public EndPoint LocalEndPoint => _local();

    public int ReceiveTimeout { get; set; } = -1;

    /// <summary>True when something can be read, or when reading would fail.</summary>
    public bool Poll(int microSeconds, SelectMode mode)
    {
        if (mode != SelectMode.SelectRead) throw new NotSupportedException();
        if (Side is not { Closed: false } side) throw new ObjectDisposedException("socket");
        return Interpreter.Current.Wait(() => side.Inbox.Count > 0 || side.Broken || side.Closed, microSeconds < 0 ? -1 : (microSeconds + 999) / 1000);
    }
}
