using System.Security.Cryptography;

namespace Decent.Content;

/// <summary>
/// The id of a small block on the LAN and in flash: the first 16 bytes of HMAC-SHA256 under the public key "dcdn-block-v1".
/// Boards have HMAC natively and no plain SHA-256. Finding another payload for a tag is as hard as for a 128-bit hash.
/// </summary>
public static class BlockTag
{
    /// <summary>Bytes of a tag.</summary>
    public const int Length = 16;

    private static ReadOnlySpan<byte> Key => "dcdn-block-v1"u8;

    /// <summary>Writes the 16 bytes of the payload's tag.</summary>
    public static void Compute(ReadOnlySpan<byte> payload, Span<byte> tag)
    {
        Span<byte> mac = stackalloc byte[32];
        HMACSHA256.HashData(Key, payload, mac);
        mac[..Length].CopyTo(tag);
    }

    /// <summary>True when the payload has this tag.</summary>
    public static bool Matches(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> tag)
    {
        Span<byte> computed = stackalloc byte[Length];
        Compute(payload, computed);
        return computed.SequenceEqual(tag);
    }
}
