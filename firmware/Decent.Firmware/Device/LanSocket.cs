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
        private const int TimedOut = 10060;
        private const int ReopenMs = 1_000;
        private readonly AutoResetEvent _pause = new AutoResetEvent(false);
        private UdpClient? _client;
        private int _timeoutMs = -1;

        public LanSocket(int port)
        {
            Port = (ushort)port;
            Address = LanInterface.Address;
            Mask = LanInterface.Mask;
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
                // 0 would wait for ever.
                int timeoutMs = waitMs < 1 ? 1 : waitMs;
                if (timeoutMs != _timeoutMs) _client.Client.ReceiveTimeout = timeoutMs;
                _timeoutMs = timeoutMs;
                IPEndPoint from = new IPEndPoint(IPAddress.Any, 0);
                int count = _client.Receive(buffer, ref from);
                address = LanInterface.Number(from.Address);
                port = (ushort)from.Port;
                return count;
            }
            catch (SocketException e)
            {
                if (e.ErrorCode != TimedOut) Drop();
                return -1;
            }
        }

        public void Send(uint address, ushort port, byte[] buffer, int count)
        {
            if (_client == null) return;
            try
            {
                byte[] bytes = { (byte)(address >> 24), (byte)(address >> 16), (byte)(address >> 8), (byte)address };
                _client.Send(buffer, 0, count, new IPEndPoint(new IPAddress(bytes), port));
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
            _timeoutMs = -1;
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
