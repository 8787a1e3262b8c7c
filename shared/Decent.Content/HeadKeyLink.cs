using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Decent.Content;

/// <summary>One key in the order of an instance's keys, and how it came to be one.</summary>
/// <param name="Key">The public key.</param>
/// <param name="Since">UTC time from which heads are signed with it, in whole milliseconds.</param>
/// <param name="Signature">Signature by the key before it over <see cref="Message"/>, 64 bytes; null for the first one.</param>
public sealed record HeadKeyLink(HeadKey Key, DateTimeOffset Since, byte[]? Signature)
{
    /// <summary>Bytes that a key signs for its successor.</summary>
    public const int MessageLength = 80;

    private static readonly byte[] Magic = "DCK1"u8.ToArray();

    /// <summary>What <paramref name="from"/> signs to say that <paramref name="to"/> comes after it.</summary>
    public static byte[] Message(HeadKey from, HeadKey to, DateTimeOffset since)
    {
        byte[] bytes = new byte[MessageLength];
        Magic.CopyTo(bytes, 0);
        SHA256.HashData(from.Spki, bytes.AsSpan(8));
        SHA256.HashData(to.Spki, bytes.AsSpan(40));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(72), since.ToUnixTimeMilliseconds());
        return bytes;
    }

    /// <summary>Whether <paramref name="before"/> said that this key comes after it.</summary>
    public bool Follows(HeadKey before) => Signature is not null && before.Verifies(Message(before, Key, Since), Signature);
}
