using System.Globalization;
using System.Text;

namespace Decent.Edge.Updating;

/// <summary>
/// What stands behind a root: lines of text in 4 KiB, the rest of them zeros. It is written last, so a root that has one was whole once.
/// <c>images/sd/trailer.sh</c> writes it into images.
/// </summary>
/// <param name="Arch">Architecture as Debian names it.</param>
/// <param name="Version">Version and commit, such as 0.1.0-f6bce1c0a1b2.</param>
/// <param name="Bytes">Length of the root: of its squashfs, padded to 4 KiB. The trailer begins there.</param>
/// <param name="Sha256">Of these bytes, 64 hexadecimal digits.</param>
public sealed record RootTrailer(string Arch, string Version, long Bytes, string Sha256)
{
    /// <summary>Length of a trailer, and what roots are padded to: squashfs does so by itself.</summary>
    public const int Length = 4096;

    private const string Magic = "decent-root ";
    private const int Format = 1;
    private const int WordMax = 64;
    private const int HashDigits = 64;

    /// <summary>Its bytes.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[Length];
        Encoding.ASCII.GetBytes($"{Magic}{Format}\narch {Arch}\nversion {Version}\nbytes {Bytes}\nsha256 {Sha256}\n", bytes);
        return bytes;
    }

    /// <summary>Never throws.</summary>
    /// <param name="rule">Why it is none.</param>
    public static RootTrailer? Parse(ReadOnlySpan<byte> bytes, out string rule)
    {
        int end = bytes.IndexOf((byte)0);
        string[] lines = Encoding.Latin1.GetString(bytes[..Math.Max(0, end)]).Split('\n');
        rule = "it has no trailer: it is not whole, or was made by a build from before updates";
        if (!lines[0].StartsWith(Magic, StringComparison.Ordinal))
        {
            return null;
        }

        if (lines[0] != $"{Magic}{Format}")
        {
            rule = "its trailer is of a newer format than this build knows: update to a release in between first";
            return null;
        }

        rule = "its trailer is damaged";
        return lines is [_, _, _, _, _, ""] && bytes[end..].IndexOfAnyExcept((byte)0) < 0
            && Word(lines[1], "arch ") is { } arch && Word(lines[2], "version ") is { } version
            && Word(lines[3], "bytes ") is { } text && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long length)
            && length > 0 && length % Length == 0
            && Word(lines[4], "sha256 ") is { Length: HashDigits } hash && hash.All(char.IsAsciiHexDigitLower)
                ? new RootTrailer(arch, version, length, hash)
                : null;
    }

    private static string? Word(string line, string name) => line.StartsWith(name, StringComparison.Ordinal)
        && line[name.Length..] is { Length: > 0 and <= WordMax } word && word.All(one => one is > ' ' and <= '~') ? word : null;
}
