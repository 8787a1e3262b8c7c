using Decent.Peer.Ports;
using Decent.Protocol;

namespace Decent.Peer
{
    /// <summary>
    /// A small block's id: HMAC-SHA256 under a public constant key, first 16 bytes. Collision resistant as SHA-256 is; the key only makes it
    /// computable where nothing but HMAC is native.
    /// </summary>
    public static class Tag
    {
        /// <summary>ASCII "dcdn-block-v1".</summary>
        public static readonly byte[] Key = { 0x64, 0x63, 0x64, 0x6E, 0x2D, 0x62, 0x6C, 0x6F, 0x63, 0x6B, 0x2D, 0x76, 0x31 };

        /// <summary>Whether the payload hashes to the 16 bytes at <paramref name="tagOffset"/>.</summary>
        public static bool Matches(IHmac hmac, byte[] payload, int count, byte[] tag, int tagOffset)
        {
            byte[] mac = hmac.Compute(Key, payload, 0, count);
            return Same(mac, 0, tag, tagOffset, Limits.TagBytes);
        }

        public static bool Same(byte[] a, int aOffset, byte[] b, int bOffset, int count)
        {
            int difference = 0;
            for (int i = 0; i < count; i++) difference |= a[aOffset + i] ^ b[bOffset + i];
            return difference == 0;
        }
    }
}
