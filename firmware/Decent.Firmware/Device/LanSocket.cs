using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using Decent.Firmware.Ports;

namespace Decent.Firmware.Device
{
    /// <summary>One socket on every address: the board has one, and broadcasts arrive there too.</summary>
    public sealed class LanSocket : IUdp
    {
        private const int ReopenMs = 1_000;
        private static readonly IPEndPoint Anybody = new IPEndPoint(IPAddress.Any, 0);
        private readonly AutoResetEvent _pause = new AutoResetEvent(false);
        private UdpClient? _client;

        /// <summary>Throws when the port is taken or there is no network.</summary>
        public LanSocket(int port, uint address, uint mask)
        {
            Port = (ushort)port;
            Address = address;
            Mask = mask;
            Open();
        }

        public uint Address { get; }

        public uint Mask { get; }

        public ushort Port { get; }

        public int Receive(byte[] buffer, int waitMs, out uint address, out ushort port)
        {
            address = 0;
            port = 0;
            if (_client == null) Reopen();
            if (_client == null) return -1;
            try
            {
                // Asked first: a wait in vain would throw, twenty times a second on a quiet LAN.
                if (!_client.Client.Poll(waitMs * 1_000, SelectMode.SelectRead)) return -1;
                IPEndPoint from = Anybody;
                int count = _client.Receive(buffer, ref from);
                address = LanInterface.Number(from.Address);
                port = (ushort)from.Port;
                return count;
            }
            catch (SocketException)
            {
                Drop();
                return -1;
            }
        }

        public void Send(uint address, ushort port, byte[] buffer, int count)
        {
            if (_client == null) return;
            try
            {
                _client.Send(buffer, 0, count, new IPEndPoint(LanInterface.Of(address), port));
            }
            catch (SocketException)
            {
                // Lost, as any datagram may be; receiving finds out whether the socket still lives.
            }
        }

        public void Broadcast(byte[] buffer, int count) => Send(Address | ~Mask, Port, buffer, count);

        private void Open()
        {
            _client = new UdpClient(Port);
            _client.EnableBroadcast = true;
        }

        private void Drop()
        {
            if (_client != null) _client.Dispose();
            _client = null;
        }

        private void Reopen()
        {
            _pause.WaitOne(ReopenMs, false);
            try
            {
                Open();
            }
            catch (Exception)
            {
                // Wi-Fi is away; the next turn tries again.
                Drop();
            }
        }
    }
}
