using System.Text;

namespace Decent.Content.Dag;

/// <summary>Paths in the order in which a walk through sorted directories meets them: segment by segment, by UTF-8 bytes.</summary>
internal static class PathOrder
{
    /// <summary>Code points order as UTF-8 bytes do; a slash orders before every character that a name may have.</summary>
    public static int Compare(string left, string right)
    {
        StringRuneEnumerator a = left.EnumerateRunes(), b = right.EnumerateRunes();
        while (true)
        {
            bool more = a.MoveNext();
            if (!b.MoveNext())
            {
                return more ? 1 : 0;
            }

            int compared = more ? Weight(a.Current).CompareTo(Weight(b.Current)) : -1;
            if (compared != 0)
            {
                return compared;
            }
        }
    }

    private static int Weight(Rune rune) => rune.Value == '/' ? 0 : rune.Value;
}
