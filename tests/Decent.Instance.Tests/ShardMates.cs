namespace Decent.Instance.Tests;

/// <summary>Resources that share a shard: found by trying, some 33,000 ids for each.</summary>
internal static class ShardMates
{
    private static readonly Dictionary<(string, int), IReadOnlyList<string>> Found = [];

    /// <summary><paramref name="first"/>, which ends in a number, and the next ids of its shard with higher numbers.</summary>
    public static IReadOnlyList<string> Of(string first, int count)
    {
        lock (Found)
        {
            if (Found.TryGetValue((first, count), out var known))
                return known;
            var stem = first.TrimEnd("0123456789".ToCharArray());
            var shard = Some.Id(first).Shard;
            var mates = Enumerable.Range(int.Parse(first[stem.Length..]), int.MaxValue).Select(i => $"{stem}{i}").Where(t => Some.Id(t).Shard == shard);
            return Found[(first, count)] = [.. mates.Take(count)];
        }
    }

    /// <summary>The first of the ids with this beginning and a number that is in the same shard.</summary>
    public static string StrangerOf(string id, string beginning)
    {
        var shard = Some.Id(id).Shard;
        return Enumerable.Range(0, int.MaxValue).Select(i => $"{beginning}{i}").First(t => Some.Id(t).Shard == shard);
    }
}
