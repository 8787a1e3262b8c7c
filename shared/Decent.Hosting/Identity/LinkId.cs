using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Decent.Hosting.Identity;

/// <summary>The name of one MQTT connection of one run.</summary>
public static class LinkId
{
    /// <summary>HMAC(node key, "link", boot, connects), first 8 bytes: never repeats on a node, and needs no random source.</summary>
    public static ulong Of(ReadOnlySpan<byte> nodeKey, uint boot, uint connects)
    {
        Span<byte> message = stackalloc byte[12];
        "link"u8.CopyTo(message);
        BinaryPrimitives.WriteUInt32LittleEndian(message[4..], boot);
        BinaryPrimitives.WriteUInt32LittleEndian(message[8..], connects);
        return BinaryPrimitives.ReadUInt64LittleEndian(HMACSHA256.HashData(nodeKey, message));
    }
}
