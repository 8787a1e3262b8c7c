using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Decent.Peer.Ports;
using Decent.Protocol;
using Microsoft.Extensions.Logging;

namespace Decent.Hosting.Lan;

/// <summary>
/// The LAN's datagrams on real sockets: for each interface one bound to the node's own address, which everything leaves from, and one bound to the
/// subnet's broadcast address with address reuse, so that several nodes on one host hear the same question.
/// </summary>
public sealed class UdpPort : IDatagramPort, IAsyncDisposable
{
    private static readonly TimeSpan FailurePause = TimeSpan.FromMilliseconds(200);

    private readonly List<Place> _places = [];
    private readonly List<Task> _receivers = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly ILogger _log;
    private int _disposed;

    /// <summary>Binds at once; throws <see cref="IOException"/> with a sentence when the port is taken.</summary>
    public UdpPort(LanOptions options, ILogger log)
    {
        _log = log;
        Port = options.Port;
        try
        {
            foreach (LanInterface lan in options.Resolve())
            {
                Socket own = Bind(lan.Address, options.Port, reuse: false);
                _places.Add(new Place(lan, own, log));
                _places[^1].Shared = Bind(lan.Broadcast, options.Port, reuse: true);
            }
        }
        catch
        {
            _places.ForEach(place => place.Close());
            throw;
        }
    }

    public int Port { get; }

    public IEnumerable<LanInterface> Interfaces => _places.Select(place => place.Lan);

    /// <summary>Starts receiving; <paramref name="receive"/> is called from several threads, returns at once, and owns the buffer if it returns true.</summary>
    public void Start(Func<Datagram, bool> receive)
    {
        foreach (Place place in _places)
        {
            _receivers.Add(ReceiveAsync(place.Own, receive));
            _receivers.Add(ReceiveAsync(place.Shared!, receive));
        }
    }

    public void Send(uint address, ushort port, byte[] buffer, int count)
    {
        Place? place = _places.Find(p => (address & p.Lan.Mask) == (p.Lan.Address & p.Lan.Mask)) ?? _places.FirstOrDefault();
        place?.Send(buffer, count, address, port);
    }

    public void Broadcast(byte[] buffer, int count)
    {
        foreach (Place place in _places)
        {
            place.Send(buffer, count, place.Lan.Broadcast, (ushort)Port);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stop.CancelAsync();
        _places.ForEach(place => place.Close());
        await Task.WhenAll(_receivers);
        _stop.Dispose();
    }

    private static Socket Bind(uint address, int port, bool reuse)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { EnableBroadcast = true, ReceiveBufferSize = 1 << 20 };
        IPEndPoint endpoint = new(LanAddress.Of(address), port);
        try
        {
            if (reuse)
            {
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            }

            socket.Bind(endpoint);
            return socket;
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw new IOException(
                $"UDP {endpoint} cannot be used ({error.Message}): choose another port with --lan-port, the same on all nodes of this LAN.", error);
        }
    }

    private async Task ReceiveAsync(Socket socket, Func<Datagram, bool> receive)
    {
        CancellationToken stopped = _stop.Token;
        SocketAddress from = new(AddressFamily.InterNetwork);
        bool failing = false;
        while (!stopped.IsCancellationRequested)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(Limits.DatagramBytesMax + 1);
            bool taken = false;
            try
            {
                int count = await socket.ReceiveFromAsync(buffer, SocketFlags.None, from, stopped);
                failing = false;
                taken = !IsOwn(from) && receive(new Datagram(Address(from), Port16(from), buffer, count));
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
            {
                break;
            }
            catch (SocketException error) when (!stopped.IsCancellationRequested)
            {
                // An interface that went down, or a port unreachable of an earlier send: said once, and tried again without spinning.
                if (!failing)
                {
                    _log.SocketFailed($"{socket.LocalEndPoint}", error.Message);
                }

                failing = true;
                await Task.Delay(FailurePause, TimeProvider.System, stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            finally
            {
                if (!taken)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                }
            }
        }
    }

    /// <summary>This node's own broadcast comes back to it; to answer oneself helps nobody.</summary>
    private bool IsOwn(SocketAddress from)
    {
        uint address = Address(from);
        return Port16(from) == Port && _places.Exists(place => place.Lan.Address == address);
    }

    private static uint Address(SocketAddress from) => (uint)(from[4] << 24 | from[5] << 16 | from[6] << 8 | from[7]);

    private static ushort Port16(SocketAddress from) => (ushort)(from[2] << 8 | from[3]);

    private sealed class Place(LanInterface lan, Socket own, ILogger log)
    {
        private bool _failing;

        public LanInterface Lan => lan;

        public Socket Own => own;

        public Socket? Shared { get; set; }

        public void Send(byte[] buffer, int count, uint address, ushort port)
        {
            try
            {
                own.SendTo(buffer, 0, count, SocketFlags.None, new IPEndPoint(LanAddress.Of(address), port));
                _failing = false;
            }
            catch (ObjectDisposedException)
            {
                // The port is closing; whoever still sends is about to end.
            }
            catch (SocketException error)
            {
                // A datagram that cannot be sent is lost, as on any LAN; the ladder asks again. Said once until one goes through.
                if (!_failing)
                {
                    log.SocketFailed($"{LanAddress.Of(address)}:{port}", error.Message);
                }

                _failing = true;
            }
        }

        public void Close()
        {
            own.Dispose();
            Shared?.Dispose();
        }
    }
}
