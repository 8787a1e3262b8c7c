using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Decent.Firmware.Ports;

namespace Decent.Firmware.Host.Ports;

/// <summary>
/// Two sockets of one node: one at its own address, from which every answer leaves, and one at the subnet's broadcast address, which several
/// simulated boards of one machine share. As on nanoFramework an empty datagram is not sent, a longer one than the buffer is cut without a word, and
/// disposing wakes whoever receives.
/// </summary>
public sealed class LanSocket : IUdp, IDisposable
{
    private const int ReceiveBufferBytes = 256 * 1024;
    private readonly Socket _own;
    private readonly Socket _shared;
    private readonly IPEndPoint _broadcast;
    private readonly List<Socket> _ready = [];
    private volatile bool _disposed;

    private LanSocket(Socket own, Socket shared, IPAddress address, IPEndPoint broadcast, uint mask)
    {
        _own = own;
        _shared = shared;
        _broadcast = broadcast;
        Address = Number(address);
        Mask = mask;
        Port = (ushort)broadcast.Port;
    }

    /// <inheritdoc />
    public uint Address { get; }

    /// <inheritdoc />
    public uint Mask { get; }

    /// <inheritdoc />
    public ushort Port { get; }

    /// <summary>Datagrams that could not be sent.</summary>
    public long SendFailures { get; private set; }

    /// <summary>Binds both. Port 0 takes a free one.</summary>
    /// <exception cref="SocketException">The address is not one of this machine's, or the port is taken.</exception>
    public static LanSocket Open(IPAddress address, IPAddress broadcast, int port)
    {
        Socket? own = null;
        Socket? shared = null;
        try
        {
            own = Make();
            own.Bind(new IPEndPoint(address, port));
            var bound = ((IPEndPoint)own.LocalEndPoint!).Port;
            shared = Make();
            shared.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            shared.Bind(new IPEndPoint(broadcast, bound));
            return new LanSocket(own, shared, address, new IPEndPoint(broadcast, bound), MaskOf(address));
        }
        catch
        {
            own?.Dispose();
            shared?.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public int Receive(byte[] buffer, int waitMs, out uint address, out ushort port)
    {
        address = 0;
        port = 0;
        if (_disposed) return -1;
        _ready.Clear();
        _ready.Add(_own);
        _ready.Add(_shared);
        try
        {
            Socket.Select(_ready, null, null, waitMs * 1000);
            if (_ready.Count == 0 || _disposed) return -1;
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            var count = _ready[0].ReceiveFrom(buffer, ref from);
            address = Number(((IPEndPoint)from).Address);
            port = (ushort)((IPEndPoint)from).Port;
            return count;
        }
        catch (ObjectDisposedException)
        {
            return -1;
        }
        catch (SocketException)
        {
            // An ICMP answer to something sent earlier surfaces here, and says nothing about the next datagram.
            return -1;
        }
    }

    /// <inheritdoc />
    public void Send(uint address, ushort port, byte[] buffer, int count)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, address);
        SendTo(new IPEndPoint(new IPAddress(bytes), port), buffer, count);
    }

    /// <inheritdoc />
    public void Broadcast(byte[] buffer, int count) => SendTo(_broadcast, buffer, count);

    /// <inheritdoc />
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;

        // A datagram to itself is what ends a wait in another thread.
        Transmit((IPEndPoint)_own.LocalEndPoint!, [], 0);
        _own.Dispose();
        _shared.Dispose();
    }

    private static Socket Make() => new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
    {
        Blocking = false,
        EnableBroadcast = true,
        ReceiveBufferSize = ReceiveBufferBytes,
    };

    private static uint Number(IPAddress address) => BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());

    // Any address of 127.0.0.0/8 is this machine's, though its interface lists only one.
    private static uint MaskOf(IPAddress address)
    {
        if (IPAddress.IsLoopback(address)) return 0xFF000000;
        var own = NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(i => i.GetIPProperties().UnicastAddresses)
            .FirstOrDefault(a => a.Address.Equals(address));
        return own is null ? 0xFFFFFFFF : Number(own.IPv4Mask);
    }

    private void SendTo(IPEndPoint to, byte[] buffer, int count)
    {
        if (count > 0 && !_disposed) Transmit(to, buffer, count);
    }

    private void Transmit(IPEndPoint to, byte[] buffer, int count)
    {
        try
        {
            _own.SendTo(buffer, 0, count, SocketFlags.None, to);
        }
        catch (SocketException)
        {
            SendFailures++;
        }
    }
}
