using Decent.Peer.Ports;
using Decent.Protocol;

namespace Decent.Firmware.Host.Ports;

/// <summary>The table-driven CRC-32 of the protocol; a board has it in ROM.</summary>
public sealed class HostCrc : ICrc
{
    /// <inheritdoc />
    public uint Of(byte[] buffer, int offset, int count) => Crc32.Of(buffer, offset, count);
}
