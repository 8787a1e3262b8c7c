using System.Globalization;

namespace Decent.Instance.SmartHttp;

/// <summary>Prefixes of names, sorted out: which of them concern the branches of resources, <c>refs/heads/r/</c>.</summary>
public static class RefPrefixes
{
    /// <summary>Where the branches of resources lie.</summary>
    public static ReadOnlySpan<byte> Versions => "refs/heads/r/"u8;

    /// <summary>The branches of resources that a <c>ls-refs</c> asks for, as prefixes of what follows <c>r/</c>; an empty one means all.</summary>
    /// <remarks>None is a prefix of another, so that no branch is found twice.</remarks>
    public static IReadOnlyList<byte[]> OfBranches(IReadOnlyList<byte[]> prefixes)
    {
        if (prefixes.Count == 0)
            return [[]];
        var kept = new List<byte[]>();
        foreach (var prefix in prefixes.Where(Concerns).Select(Below).Order(ByteOrder.Instance))
            if (kept.Count == 0 || !prefix.AsSpan().StartsWith(kept[^1]))
                kept.Add(prefix);
        return kept;
    }

    /// <summary>The bytes that the paths of these branches begin with; null when no branch of a resource can begin so.</summary>
    /// <param name="branches">What branch names begin with, after <c>r/</c>; may end within an escape or a character.</param>
    public static byte[]? PathPrefix(ReadOnlySpan<byte> branches)
    {
        var path = new byte[branches.Length];
        var count = 0;
        for (var i = 0; i < branches.Length; i++)
        {
            if (branches[i] != (byte)'%')
                path[count++] = branches[i];
            else if (i + 2 >= branches.Length)
                break;
            else if (byte.TryParse(branches.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out path[count]))
                (count, i) = (count + 1, i + 2);
            else
                return null;
        }
        return path[..count];
    }

    private static bool Concerns(byte[] prefix) => prefix.AsSpan().StartsWith(Versions) || Versions.StartsWith(prefix);

    private static byte[] Below(byte[] prefix) => prefix.Length <= Versions.Length ? [] : prefix[Versions.Length..];

    private sealed class ByteOrder : IComparer<byte[]>
    {
        public static ByteOrder Instance { get; } = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
