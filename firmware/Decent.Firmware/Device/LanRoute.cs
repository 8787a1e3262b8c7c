using System;
using System.Net;
using System.Net.Sockets;
using Decent.Protocol;

namespace Decent.Firmware.Device
{
    /// <summary>
    /// The node's own address where no interface tells it: the one that a datagram to somebody it knows would leave from. Nothing is sent.
    /// </summary>
    public static class LanRoute
    {
        private const int HttpPort = 80;
        private const string Scheme = "http://";

        /// <summary>Own address towards instance, edge or broker, whichever answers first here; 0 when none can be reached, or none is known.</summary>
        public static uint Source(BoardRecord record)
        {
            uint address = Towards(record.Instance);
            if (address == 0) address = Towards(record.Edge);
            return address == 0 ? Towards(record.Broker) : address;
        }

        private static uint Towards(string origin)
        {
            string text = origin.StartsWith(Scheme) ? origin.Substring(Scheme.Length) : origin;
            if (text.Length == 0) return 0;
            if (!Addresses.TryReadHost(text, out string host, out int port))
            {
                host = text;
                port = HttpPort;
            }

            try
            {
                using UdpClient client = new UdpClient();
                client.Connect(Look(host), port);
                return LanInterface.Number(((IPEndPoint)client.Client.LocalEndPoint).Address);
            }
            catch (Exception)
            {
                // No such name, no route, no sockets: the next one may be better.
                return 0;
            }
        }

        private static IPAddress Look(string host) =>
            Quad.TryRead(host, out uint address) ? LanInterface.Of(address) : Dns.GetHostEntry(host).AddressList[0];
    }
}
