using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Decent.Content;

/// <summary>
/// A CIDv1 over sha2-256 with codec raw (0x55) or dag-pb (0x70): the only two that this system makes or takes.
/// Text is 'b' and base32 in lower case, 59 characters; binary is 36 bytes. <c>default</c> names nothing.
/// </summary>
public readonly struct Cid : IEquatable<Cid>
{
    /// <summary>Bytes of the binary form: version, codec, hash function, hash length, digest.</summary>
    public const int BytesLength = 36;

    /// <summary>Characters of the text form, multibase prefix included.</summary>
    public const int TextLength = 59;

    private const byte RawCodec = 0x55;
    private const byte DagPbCodec = 0x70;

    private readonly DigestBytes _digest;
    private readonly byte _codec;

    private Cid(byte codec, ReadOnlySpan<byte> digest)
    {
        if (digest.Length != 32)
        {
            throw new ArgumentException("A sha2-256 has 32 bytes.", nameof(digest));
        }

        _codec = codec;
        digest.CopyTo(_digest);
    }

    /// <summary>True for <c>default</c>, which no content has.</summary>
    public bool IsDefault => _codec == 0;

    /// <summary>True when the digest is that of the content's own bytes; false for a dag-pb node.</summary>
    public bool IsRaw => _codec == RawCodec;

    /// <summary>The 32 bytes of the sha2-256; a view into this value.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> Digest => _digest;

    /// <summary>The first 8 bytes of the digest as a number, for tables that may take two CIDs for one.</summary>
    internal long Name => BinaryPrimitives.ReadInt64LittleEndian(Digest);

    /// <summary>Equality of codec and digest.</summary>
    public static bool operator ==(in Cid left, in Cid right) => left.Equals(right);

    /// <summary>Inequality of codec or digest.</summary>
    public static bool operator !=(in Cid left, in Cid right) => !left.Equals(right);

    /// <summary>Names bytes by their own sha2-256 (32 bytes).</summary>
    public static Cid Raw(ReadOnlySpan<byte> digest) => new(RawCodec, digest);

    /// <summary>Names a dag-pb node by the sha2-256 (32 bytes) of its encoding.</summary>
    public static Cid DagPb(ReadOnlySpan<byte> digest) => new(DagPbCodec, digest);

    /// <summary>False for anything but the one canonical text of a CID of this kind.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Cid cid)
    {
        cid = default;
        Span<byte> bytes = stackalloc byte[BytesLength];
        return text.Length == TextLength && text[0] == 'b' && Base32.TryDecode(text[1..], bytes) && TryRead(bytes, out cid);
    }

    /// <summary>False unless these are exactly the 36 bytes of a CID of this kind.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Cid cid)
    {
        bool known = bytes.Length == BytesLength && bytes[0] == 1 && bytes[1] is RawCodec or DagPbCodec && bytes[2] == 0x12 && bytes[3] == 32;
        cid = known ? new Cid(bytes[1], bytes[4..]) : default;
        return known;
    }

    /// <summary>Writes the 36 bytes of the binary form.</summary>
    public void Write(Span<byte> destination)
    {
        destination[0] = 1;
        destination[1] = _codec;
        destination[2] = 0x12;
        destination[3] = 32;
        Digest.CopyTo(destination[4..]);
    }

    /// <summary>The 36 bytes of the binary form in an array of their own.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[BytesLength];
        Write(bytes);
        return bytes;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        if (IsDefault)
        {
            return "(no cid)";
        }

        Span<byte> bytes = stackalloc byte[BytesLength];
        Span<char> chars = stackalloc char[TextLength];
        Write(bytes);
        chars[0] = 'b';
        Base32.Encode(bytes, chars[1..]);
        return new string(chars);
    }

    /// <inheritdoc/>
    public bool Equals(Cid other) => _codec == other._codec && Digest.SequenceEqual(other.Digest);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Cid other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => BinaryPrimitives.ReadInt32LittleEndian(Digest);
}
