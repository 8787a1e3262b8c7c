using Decent.Peer.Ports;
using Decent.Protocol;

namespace Decent.Peer.Answering
{
    /// <summary>
    /// Cookies without state: HMAC(secret, address, port, minute), 8 bytes. This minute's and the last one's are good, so one lives 60 to 120 s.
    /// </summary>
    public sealed class CookieJar
    {
        private const int MinuteMs = 60_000;
        private readonly IHmac _hmac;
        private readonly byte[] _secret;
        private readonly byte[] _message = new byte[14];

        /// <summary><paramref name="secret"/> of this run alone, at least 16 bytes.</summary>
        public CookieJar(IHmac hmac, byte[] secret)
        {
            Must.Hold(secret.Length >= 16);
            _hmac = hmac;
            _secret = secret;
        }

        public void Bake(long nowMs, uint address, ushort port, byte[] into) =>
            System.Array.Copy(Mac(nowMs / MinuteMs, address, port), 0, into, 0, Limits.CookieBytes);

        public bool IsGood(long nowMs, uint address, ushort port, byte[] cookie)
        {
            long minute = nowMs / MinuteMs;
            return Tag.Same(Mac(minute, address, port), 0, cookie, 0, Limits.CookieBytes)
                || Tag.Same(Mac(minute - 1, address, port), 0, cookie, 0, Limits.CookieBytes);
        }

        private byte[] Mac(long minute, uint address, ushort port)
        {
            new ByteWriter(_message).U32(address).U16(port).U64(unchecked((ulong)minute));
            return _hmac.Compute(_secret, _message, 0, _message.Length);
        }
    }
}
