namespace Decent.Content;

/// <summary>RFC 4648 base32 in lower case without padding, as multibase prefix 'b' asks for.</summary>
internal static class Base32
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    public static int CharsFor(int bytes) => ((bytes * 8) + 4) / 5;

    /// <summary>Writes exactly <see cref="CharsFor"/> characters.</summary>
    public static void Encode(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        int bits = 0, pending = 0, at = 0;
        foreach (byte b in bytes)
        {
            pending = (pending << 8) | b;
            for (bits += 8; bits >= 5; at++)
            {
                bits -= 5;
                chars[at] = Alphabet[(pending >> bits) & 31];
            }

            pending &= 31;
        }

        if (bits > 0)
        {
            chars[at] = Alphabet[(pending << (5 - bits)) & 31];
        }
    }

    /// <summary>False for a foreign character, a wrong length, or left-over bits that are not zero: each value has one spelling.</summary>
    public static bool TryDecode(ReadOnlySpan<char> chars, Span<byte> bytes)
    {
        if (chars.Length != CharsFor(bytes.Length))
        {
            return false;
        }

        int bits = 0, pending = 0, at = 0;
        foreach (char c in chars)
        {
            int digit = c is >= 'a' and <= 'z' ? c - 'a' : c is >= '2' and <= '7' ? c - '2' + 26 : -1;
            if (digit < 0)
            {
                return false;
            }

            pending = (pending << 5) | digit;
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                bytes[at++] = (byte)(pending >> bits);
                pending &= (1 << bits) - 1;
            }
        }

        return pending == 0;
    }
}
