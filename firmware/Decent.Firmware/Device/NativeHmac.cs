using System.Security.Cryptography;
using Decent.Peer.Ports;
using Decent.Protocol;

namespace Decent.Firmware.Device
{
    /// <summary>HMAC-SHA256 of the chip's firmware, which takes whole arrays only.</summary>
    public sealed class NativeHmac : IHmac
    {
        // Nearly every message of this size is a block; anything else is short and rare.
        private readonly byte[] _block = new byte[Limits.BlockBytesMax];

        public byte[] Compute(byte[] key, byte[] message, int offset, int count)
        {
            if (offset == 0 && count == message.Length) return HMACSHA256.HashData(key, message);
            byte[] whole = count == _block.Length ? _block : new byte[count];
            System.Array.Copy(message, offset, whole, 0, count);
            return HMACSHA256.HashData(key, whole);
        }
    }
}
