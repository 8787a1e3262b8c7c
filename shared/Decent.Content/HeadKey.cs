using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Decent.Content;

/// <summary>A public key that heads are signed with: ECDSA P-256 and SHA-256.</summary>
public sealed record HeadKey
{
    /// <summary>Bytes of a P-256 key as DER SubjectPublicKeyInfo with an uncompressed point: the only form that is taken.</summary>
    public const int SpkiLength = 91;

    private const int IdLength = 16;

    /// <summary>Everything before the point: a sequence of the algorithm, the curve's name, and a bit string of 65 bytes that begins with 4.</summary>
    private static readonly byte[] SpkiStart = Convert.FromHexString("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

    private readonly byte[] _spki;
    private readonly Lock _gate = new();

    /// <summary>Kept, because reading the key again costs twice what a verification does; its handle goes when the key does.</summary>
    private readonly Lazy<ECDsa> _verifier;

    private HeadKey(byte[] spki, ECDsa verifier)
    {
        _spki = spki;
        _verifier = new Lazy<ECDsa>(verifier);
        Id = Base64UrlText.Of(SHA256.HashData(spki).AsSpan(0, IdLength));
    }

    /// <summary>sha256(SubjectPublicKeyInfo)[0..15] as base64url, 22 characters.</summary>
    public string Id { get; }

    /// <summary>The key as DER SubjectPublicKeyInfo, 91 bytes.</summary>
    public ReadOnlySpan<byte> Spki => _spki;

    /// <summary>The SubjectPublicKeyInfo as base64url, 122 characters: how a key is pinned.</summary>
    public string Text => Base64UrlText.Of(_spki);

    /// <summary>Whether this could be an <see cref="Id"/>.</summary>
    public static bool IsId(string? text) => Base64UrlText.TryRead(text, stackalloc byte[IdLength]);

    /// <summary>False for anything but the text of a key on the curve.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out HeadKey? key)
    {
        byte[] spki = new byte[SpkiLength];
        key = null;
        return Base64UrlText.TryRead(text, spki) && TryRead(spki, out key);
    }

    /// <summary>False for anything but a key on the curve in its one encoding.</summary>
    public static bool TryRead(ReadOnlySpan<byte> spki, [NotNullWhen(true)] out HeadKey? key)
    {
        key = null;
        if (spki.Length != SpkiLength || !spki.StartsWith(SpkiStart))
        {
            return false;
        }

        ECDsa verifier = ECDsa.Create();
        try
        {
            verifier.ImportSubjectPublicKeyInfo(spki, out _);
            key = new HeadKey(spki.ToArray(), verifier);
            return true;
        }
        catch (CryptographicException)
        {
            verifier.Dispose();
            return false; // A point beside the curve: the library has no other way to say so.
        }
    }

    /// <summary>Whether the head bears this key's signature over its own members.</summary>
    public bool HasSigned(Head head) =>
        head.Signature is { } signature && signature.KeyId == Id && head.IsSignable && Verifies(head.ToSignedBytes(), signature.Bytes);

    /// <summary>Whether 64 bytes are this key's signature under a message; false for any other length.</summary>
    public bool Verifies(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        lock (_gate)
        {
            return signature.Length == HeadSignature.BytesLength && _verifier.Value.VerifyData(
                message, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }

    /// <inheritdoc/>
    public bool Equals(HeadKey? other) => other is not null && Spki.SequenceEqual(other.Spki);

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);
}
