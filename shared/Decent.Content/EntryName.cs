using System.Text;

namespace Decent.Content;

/// <summary>What the name of one file or folder may be: something that git, a file system and an HTTP path all keep as it is.</summary>
internal static class EntryName
{
    /// <summary>UTF-8 bytes of one name: what ext4, APFS and git's index all take.</summary>
    public const int BytesMax = 255;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>False, with the rule, for a name that is refused in ids and folders.</summary>
    public static bool TryCheck(ReadOnlySpan<char> name, out string rule)
    {
        rule = name switch
        {
            "" => "a name must not be empty",
            "." or ".." => "a name must not be '.' or '..'",
            _ when name.ContainsAny('/', '\uFFFD') => "a name must be valid UTF-8 without '/'",
            _ when HasControl(name) => "a name must not contain control characters",
            _ when !TryCountBytes(name, out int bytes) => "a name must be valid Unicode",
            _ when !TryCountBytes(name, out int bytes) || bytes > BytesMax => "a name must not be longer than 255 bytes",
            _ when IsDotGit(name) => "a name must not be one that git takes for '.git'",
            _ => "",
        };
        return rule.Length == 0;
    }

    /// <summary>False for unpaired surrogates.</summary>
    public static bool TryCountBytes(ReadOnlySpan<char> text, out int bytes)
    {
        bytes = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (Rune.DecodeFromUtf16(text[i..], out Rune rune, out int chars) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            bytes += rune.Utf8SequenceLength;
            i += chars - 1;
        }

        return true;
    }

    /// <summary>False for bytes that are not UTF-8.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> utf8, out string text)
    {
        bool valid = System.Text.Unicode.Utf8.IsValid(utf8);
        text = valid ? Strict.GetString(utf8) : "";
        return valid;
    }

    /// <summary>
    /// The spellings that git's protectHFS and protectNTFS refuse: case, HFS-ignorable code points, trailing dots and spaces,
    /// the short name git~1, NTFS streams, and a backslash as separator.
    /// </summary>
    public static bool IsDotGit(ReadOnlySpan<char> name)
    {
        Span<char> kept = name.Length <= 256 ? stackalloc char[256] : new char[name.Length];
        int length = 0;
        foreach (char c in name)
        {
            if (!IsHfsIgnorable(c))
            {
                kept[length++] = c;
            }
        }

        foreach (Range part in ((ReadOnlySpan<char>)kept[..length]).Split('\\'))
        {
            ReadOnlySpan<char> piece = kept[..length][part];
            int stream = piece.IndexOf(':');
            piece = (stream < 0 ? piece : piece[..stream]).TrimEnd(". ");
            if (piece.Equals(".git", StringComparison.OrdinalIgnoreCase) || piece.Equals("git~1", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsHfsIgnorable(char c) =>
        c is (>= '\u200C' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u206A' and <= '\u206F') or '\uFEFF';

    private static bool HasControl(ReadOnlySpan<char> name)
    {
        foreach (char c in name)
        {
            if (char.IsControl(c))
            {
                return true;
            }
        }

        return false;
    }
}
