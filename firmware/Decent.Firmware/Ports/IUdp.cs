using Decent.Peer.Ports;

namespace Decent.Firmware.Ports
{
    /// <summary>The node's socket on the LAN. Used by the main loop alone.</summary>
    public interface IUdp : IDatagramPort
    {
        /// <summary>Own address, 10.0.0.1 is 0x0A000001.</summary>
        uint Address { get; }

        /// <summary>Mask of the own subnet: only sources inside it are answered.</summary>
        uint Mask { get; }

        ushort Port { get; }

        /// <summary>
        /// Waits at most <paramref name="waitMs"/> (0 to 1,000) for one datagram, to the own address or to the subnet's broadcast address. Its bytes,
        /// or -1 when none came. One that is larger than the buffer is cut.
        /// </summary>
        int Receive(byte[] buffer, int waitMs, out uint address, out ushort port);
    }
}
