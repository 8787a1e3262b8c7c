namespace Decent.Peer.Ports
{
    /// <summary>Sends and returns at once; a datagram that cannot be sent is lost, as on any LAN.</summary>
    public interface IDatagramPort
    {
        /// <summary>To one node; 10.0.0.1 is 0x0A000001.</summary>
        void Send(uint address, ushort port, byte[] buffer, int count);

        /// <summary>To the subnet's broadcast address on every interface.</summary>
        void Broadcast(byte[] buffer, int count);
    }
}
