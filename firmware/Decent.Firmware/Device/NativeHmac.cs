using System;
using System.Security.Cryptography;
using Decent.Peer.Ports;

namespace Decent.Firmware.Device
{
    /// <summary>HMAC-SHA256 of the chip's firmware, which takes whole arrays only: a part of one is copied, and the copy is garbage at once.</summary>
    public sealed class NativeHmac : IHmac
    {
        public byte[] Compute(byte[] key, byte[] message, int offset, int count)
        {
            if (offset == 0 && count == message.Length) return HMACSHA256.HashData(key, message);
            byte[] whole = new byte[count];
            Array.Copy(message, offset, whole, 0, count);
            return HMACSHA256.HashData(key, whole);
        }
    }
}
