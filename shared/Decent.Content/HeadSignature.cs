using System.Diagnostics.CodeAnalysis;

namespace Decent.Content;

/// <summary>What an instance put under a head: which of its keys, and the signature. Whether it is right is for <see cref="HeadKey.HasSigned"/>.</summary>
public sealed record HeadSignature
{
    /// <summary>ECDSA P-256: r and s of 32 bytes each, highest byte first.</summary>
    public const int BytesLength = 64;

    private readonly byte[] _bytes;

    /// <summary>Takes over the array, 64 bytes.</summary>
    public HeadSignature(string keyId, byte[] bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, BytesLength);
        (KeyId, _bytes) = (keyId, bytes);
    }

    /// <summary>See <see cref="HeadKey.Id"/>.</summary>
    public string KeyId { get; }

    /// <summary>64 bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Base64url, 86 characters.</summary>
    public string Text => Base64UrlText.Of(_bytes);

    /// <summary>False unless both are base64url of the right length in its one spelling.</summary>
    public static bool TryParse(string? keyId, string? text, [NotNullWhen(true)] out HeadSignature? signature)
    {
        byte[] bytes = new byte[BytesLength];
        bool good = HeadKey.IsId(keyId) && Base64UrlText.TryRead(text, bytes);
        signature = good ? new HeadSignature(keyId!, bytes) : null;
        return good;
    }

    /// <inheritdoc/>
    public bool Equals(HeadSignature? other) => other is not null && KeyId == other.KeyId && Bytes.SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(KeyId, _bytes[0], _bytes[HeadSignature.BytesLength - 1]);
}
