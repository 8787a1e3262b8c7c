namespace Decent.Hosting.Cli;

/// <summary>What somebody may have meant who wrote a name that does not exist.</summary>
public static class NearestName
{
    private const int LengthMax = 100;

    /// <summary>A sentence with the name that is nearest, a space before it; empty when none is near.</summary>
    /// <param name="given">What was written, of any length.</param>
    /// <param name="known">One name or more.</param>
    public static string Of(string given, IEnumerable<string> known)
    {
        if (given.Length > LengthMax)
        {
            return "";
        }

        (string name, int distance) = known.Select(name => (Name: name, Distance: Distance(given, name))).MinBy(pair => pair.Distance);
        return distance <= Math.Max(2, given.Length / 3) ? $" Did you mean {name}?" : "";
    }

    /// <summary>Letters to put in, take away, change or swap with their neighbour, whatever their case.</summary>
    private static int Distance(string from, string to)
    {
        (string a, string b) = (from.ToLowerInvariant(), to.ToLowerInvariant());
        int[][] rows = new int[a.Length + 1][];
        rows[0] = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            rows[i] = new int[b.Length + 1];
            rows[i][0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int best = Math.Min(Math.Min(rows[i - 1][j], rows[i][j - 1]) + 1, rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                rows[i][j] = swapped ? Math.Min(best, rows[i - 2][j - 2] + 1) : best;
            }
        }

        return rows[a.Length][b.Length];
    }
}
