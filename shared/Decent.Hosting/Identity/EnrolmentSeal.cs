using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Decent.Content;

namespace Decent.Hosting.Identity;

/// <summary>
/// Seals credentials for the one key that asked, so that plain HTTP may carry them: a P-256 key made for this once (91 bytes, SubjectPublicKeyInfo), the tag
/// (16 bytes) and the bytes, AES-256-GCM under HKDF-SHA256 of both keys' agreement. PROTOCOL.md, Enrolment.
/// </summary>
public static class EnrolmentSeal
{
    /// <summary>Bytes of the largest credentials.</summary>
    public const int PlainBytesMax = 8192;

    private const int TagBytes = 16;
    private const int HeadBytes = HeadKey.SpkiLength + TagBytes;

    /// <summary>Stands before all that is hashed or signed here, so that it means nothing elsewhere.</summary>
    internal static readonly byte[] Domain = "decent enrol 1\n"u8.ToArray();

    // Each key encrypts once.
    private static readonly byte[] Nonce = new byte[12];

    /// <summary>What the instance signs.</summary>
    public static byte[] Signed(ReadOnlySpan<byte> sealedBytes) => [.. Domain, .. sealedBytes];

    /// <summary>Seals for <paramref name="node"/>.</summary>
    public static byte[] Seal(HeadKey node, HeadKey instance, ReadOnlySpan<byte> plain)
    {
        using ECDiffieHellman once = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        using ECDiffieHellman other = ECDiffieHellman.Create();
        other.ImportSubjectPublicKeyInfo(node.Spki, out _);
        byte[] spki = once.ExportSubjectPublicKeyInfo();
        byte[] result = new byte[HeadBytes + plain.Length];
        spki.CopyTo(result, 0);
        using AesGcm cipher = new(Agree(once, other, spki), TagBytes);
        cipher.Encrypt(Nonce, plain, result.AsSpan(HeadBytes), result.AsSpan(HeadKey.SpkiLength, TagBytes), Bound(node, instance));
        return result;
    }

    /// <summary>False for anything that was not sealed for <paramref name="own"/> by one who knows <paramref name="instance"/>.</summary>
    public static bool TryOpen(ECDiffieHellman own, HeadKey instance, ReadOnlySpan<byte> sealedBytes, [NotNullWhen(true)] out byte[]? plain)
    {
        plain = null;
        if (sealedBytes.Length is < HeadBytes or > HeadBytes + PlainBytesMax || !HeadKey.TryRead(sealedBytes[..HeadKey.SpkiLength], out HeadKey? once)
            || !HeadKey.TryRead(own.ExportSubjectPublicKeyInfo(), out HeadKey? node))
        {
            return false;
        }

        using ECDiffieHellman other = ECDiffieHellman.Create();
        other.ImportSubjectPublicKeyInfo(once.Spki, out _);
        byte[] opened = new byte[sealedBytes.Length - HeadBytes];
        try
        {
            using AesGcm cipher = new(Agree(own, other, once.Spki), TagBytes);
            cipher.Decrypt(Nonce, sealedBytes[HeadBytes..], sealedBytes.Slice(HeadKey.SpkiLength, TagBytes), opened, Bound(node, instance));
        }
        catch (CryptographicException)
        {
            return false; // A wrong tag: the library has no other way to say so.
        }

        plain = opened;
        return true;
    }

    private static byte[] Agree(ECDiffieHellman own, ECDiffieHellman other, ReadOnlySpan<byte> once) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, own.DeriveRawSecretAgreement(other.PublicKey), outputLength: 32, salt: once.ToArray(), info: Domain);

    private static byte[] Bound(HeadKey node, HeadKey instance) => [.. node.Spki, .. instance.Spki];
}
