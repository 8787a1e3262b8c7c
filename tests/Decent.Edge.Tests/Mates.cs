using Decent.Content;

namespace Decent.Edge.Tests;

/// <summary>Resources that share a group or a shard, found by trying.</summary>
internal static class Mates
{
    private static readonly Dictionary<(string, int), ResourceId[]> Found = [];

    /// <summary>Of the group of <c>home/0</c>: one of 256 ids.</summary>
    public static ResourceId[] OfGroup(int count) => Of("group", count, id => id.Group == Some.Id("home/0").Group);

    /// <summary>Of the shard of <c>home/0</c>: one of 32,768 ids.</summary>
    public static ResourceId[] OfShard(int count) => Of("shard", count, id => id.Shard == Some.Id("home/0").Shard);

    private static ResourceId[] Of(string what, int count, Func<ResourceId, bool> isMate)
    {
        lock (Found)
        {
            return Found.TryGetValue((what, count), out ResourceId[]? known)
                ? known
                : Found[(what, count)] = [.. Enumerable.Range(0, int.MaxValue).Select(i => Some.Id($"home/{i}")).Where(isMate).Take(count)];
        }
    }
}
