namespace Decent.Instance.Tests.Cuts;

/// <summary>Whose resources are published: of three tenants and two clients each, all in two shards, so that tenants write into the same ones.</summary>
internal static class Names
{
    /// <summary>Tenants.</summary>
    public static IReadOnlyList<string> Tenants { get; } = ["alfa", "beta", "gama"];

    /// <summary>What the ids of each client's resources begin with.</summary>
    public static IReadOnlyList<string> Clients { get; } = [.. Tenants.SelectMany(tenant => (string[])[$"{tenant}/x", $"{tenant}/y"])];

    private static readonly Lazy<Dictionary<string, string[]>> Found = new(() => Clients.AsParallel().ToDictionary(c => c, Find));

    /// <summary>Last segments of a client's four resources.</summary>
    public static IReadOnlyList<string> Of(string client) => Found.Value[client];

    private static string[] Find(string client)
    {
        int[] shards = [Some.Id("alfa/x/0").Shard, Some.Id("alfa/x/1").Shard];
        return [.. shards.SelectMany(shard => Numbers().Where(n => Some.Id($"{client}/{n}").Shard == shard).Take(2))];
    }

    private static IEnumerable<string> Numbers() => Enumerable.Range(0, int.MaxValue).Select(n => $"{n}");
}
