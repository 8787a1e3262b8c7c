using System.Security.Cryptography;
using Decent.Peer.Ports;

namespace Decent.Firmware.Host.Ports;

/// <summary>The platform's HMAC-SHA256.</summary>
public sealed class HostHmac : IHmac
{
    /// <inheritdoc />
    public byte[] Compute(byte[] key, byte[] message, int offset, int count) => HMACSHA256.HashData(key, message.AsSpan(offset, count));
}
