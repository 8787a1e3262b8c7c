using System.Globalization;
using System.Text;

namespace Decent.Content;

/// <summary>A resource's path as one flat branch component: readable UTF-8, and only what a ref cannot hold percent-encoded.</summary>
internal static class BranchName
{
    /// <summary>UTF-8 bytes of a branch name: leaves room for ".lock" in one file name of 255 bytes.</summary>
    public const int BytesMax = 240;

    private const string Prefix = "r/";

    public static string FromPath(string path)
    {
        StringBuilder branch = new(Prefix, path.Length + 16);
        for (int i = 0; i < path.Length; i++)
        {
            if (MustEncode(path, i))
            {
                branch.Append('%').Append(((int)path[i]).ToString("X2", CultureInfo.InvariantCulture));
            }
            else
            {
                branch.Append(path[i]);
            }
        }

        return branch.ToString();
    }

    /// <summary>False unless <see cref="FromPath"/> would have made exactly this branch.</summary>
    public static bool TryToPath(string branch, out string path)
    {
        path = "";
        if (!branch.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        StringBuilder decoded = new(branch.Length);
        for (int i = Prefix.Length; i < branch.Length; i++)
        {
            if (branch[i] != '%')
            {
                decoded.Append(branch[i]);
            }
            else if (i + 2 < branch.Length
                && byte.TryParse(branch.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte code)
                && code < 0x80)
            {
                decoded.Append((char)code);
                i += 2;
            }
            else
            {
                return false;
            }
        }

        path = decoded.ToString();
        return FromPath(path) == branch;
    }

    private static bool MustEncode(string path, int at) => path[at] switch
    {
        '/' or '%' or ' ' or '~' or '^' or ':' or '?' or '*' or '[' or '\\' => true,
        '@' => at + 1 < path.Length && path[at + 1] == '{',
        '.' => at == 0 || at == path.Length - 1 || path[at - 1] == '.' || path.AsSpan(at).SequenceEqual(".lock"),
        _ => false,
    };
}
