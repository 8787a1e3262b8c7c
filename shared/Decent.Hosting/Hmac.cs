using System.Security.Cryptography;
using Decent.Peer.Ports;

namespace Decent.Hosting;

/// <summary>The port over .NET's HMAC-SHA256; stateless and thread-safe.</summary>
public sealed class Hmac : IHmac
{
    public byte[] Compute(byte[] key, byte[] message, int offset, int count) => HMACSHA256.HashData(key, message.AsSpan(offset, count));
}
