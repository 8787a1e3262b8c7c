using System.Security.Cryptography;
using Decent.Peer.Ports;

namespace Decent.World;

/// <summary>The platform's own HMAC-SHA256.</summary>
public sealed class WorldHmac : IHmac
{
    public byte[] Compute(byte[] key, byte[] message, int offset, int count) => HMACSHA256.HashData(key, message.AsSpan(offset, count));
}
