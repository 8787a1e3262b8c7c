using System.Text;
using Decent.Content;
using Decent.Instance.Git;
using Decent.Instance.Index;

namespace Decent.Instance.Tests.Cuts;

/// <summary>Compares <c>_info</c> with the index.</summary>
internal static class Metadata
{
    /// <summary>What does not stand there as the index has it, after everything was written.</summary>
    public static async Task<List<string>> FaultsAsync(string state, OpenDaemon daemon)
    {
        await daemon.Get<InfoWriter>().FlushAsync(Some.Ct);
        var faults = new List<string>();
        foreach (var tenant in Names.Tenants)
            foreach (var shard in daemon.Get<VersionIndex>().OfTenant(tenant).GroupBy(v => v.Head.Id.Shard))
                if (!Enumerable.SequenceEqual(shard.Select(v => v.Head), await ReadAsync(state, tenant, shard.Key)))
                    faults.Add($"Shard {shard.Key} of {tenant} is another one in _info.");
        return faults;
    }

    private static async Task<List<Head>> ReadAsync(string state, string tenant, int shard)
    {
        var text = "";
        var repository = new GitRepository(Path.Combine(state, "tenants", tenant, "_info.git"), Some.Git());
        await repository.ReadObjectsAsync(
            [$"{RepositoryTemplate.Branch}:{ShardTable.Path(shard)}"], (_, bytes) => text = Encoding.UTF8.GetString(bytes ?? []), Some.Ct);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Head.TryParseJson(line, out var head) ? head : null).OfType<Head>()];
    }
}
