namespace Decent.Instance.Configuration;

/// <summary>What somebody may have meant.</summary>
internal static class NearestName
{
    private const int LengthMax = 100;

    /// <summary>A sentence with the name that is nearest, a space before it; empty when none is near.</summary>
    public static string Of(string given, IEnumerable<string> known)
    {
        if (given.Length > LengthMax)
            return "";
        var (name, distance) = known.Select(k => (Name: k, Distance: Distance(given, k))).MinBy(p => p.Distance);
        return distance <= Math.Max(2, given.Length / 3) ? $" Did you mean {name}?" : "";
    }

    /// <summary>Letters to put in, take away, change or swap with their neighbour, whatever their case.</summary>
    private static int Distance(string from, string to)
    {
        var (a, b) = (from.ToLowerInvariant(), to.ToLowerInvariant());
        var rows = new int[a.Length + 1][];
        rows[0] = [.. Enumerable.Range(0, b.Length + 1)];
        for (var i = 1; i <= a.Length; i++)
        {
            rows[i] = new int[b.Length + 1];
            rows[i][0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var best = Math.Min(Math.Min(rows[i - 1][j], rows[i][j - 1]) + 1, rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                var swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                rows[i][j] = swapped ? Math.Min(best, rows[i - 2][j - 2] + 1) : best;
            }
        }
        return rows[a.Length][b.Length];
    }
}
