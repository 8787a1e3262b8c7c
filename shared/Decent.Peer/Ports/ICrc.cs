namespace Decent.Peer.Ports
{
    /// <summary>CRC-32/IEEE over bulk: in ROM on an ESP32, where an interpreted one costs 10 to 30 ms a block.</summary>
    public interface ICrc
    {
        uint Of(byte[] buffer, int offset, int count);
    }
}
