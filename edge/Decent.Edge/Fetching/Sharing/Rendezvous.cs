namespace Decent.Edge.Fetching.Sharing;

/// <summary>Highest random weight: every edge gets the same numbers, and one that comes or goes moves no leaf between the others.</summary>
internal static class Rendezvous
{
    /// <summary>A node's rank for a leaf, at least 1; the highest has it. Splitmix64's finish.</summary>
    public static ulong Rank(ulong node, int leaf)
    {
        unchecked
        {
            ulong mixed = node + ((ulong)leaf + 1) * 0x9E3779B97F4A7C15;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return (mixed ^ (mixed >> 31)) | 1;
        }
    }
}
