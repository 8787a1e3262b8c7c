using System;
using System.IO.Hashing;
using Decent.Peer.Ports;

namespace Decent.Firmware.Device
{
    /// <summary>CRC-32 of the chip's ROM.</summary>
    public sealed class NativeCrc : ICrc
    {
        public uint Of(byte[] buffer, int offset, int count) => count == 0 ? 0 : Crc32.HashToUInt32(new SpanByte(buffer, offset, count));
    }
}
