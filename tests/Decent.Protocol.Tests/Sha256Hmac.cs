using System.Security.Cryptography;
using Decent.Peer.Ports;

namespace Decent.Protocol.Tests;

/// <summary>The platform's HMAC-SHA256 behind the peer's port.</summary>
internal sealed class Sha256Hmac : IHmac
{
    public byte[] Compute(byte[] key, byte[] message, int offset, int count) => HMACSHA256.HashData(key, message.AsSpan(offset, count));
}
