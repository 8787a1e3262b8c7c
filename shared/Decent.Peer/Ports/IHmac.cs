namespace Decent.Peer.Ports
{
    /// <summary>HMAC-SHA256: native on an ESP32, which has no plain SHA-256.</summary>
    public interface IHmac
    {
        /// <summary>32 bytes over <paramref name="count"/> bytes of <paramref name="message"/>.</summary>
        byte[] Compute(byte[] key, byte[] message, int offset, int count);
    }
}
