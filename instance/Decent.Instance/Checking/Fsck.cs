using Decent.Instance.Git;
using Decent.Instance.Index;

namespace Decent.Instance.Checking;

/// <summary>
/// Looks whether everything that is kept twice agrees: git within itself, index and ledger with git, shards with their versions, small blocks with
/// their bytes, keys with what they sign. Reads only, while the instance goes on.
/// </summary>
public sealed class Fsck(
    TenantRepositories repositories, VersionIndex index, Ledger ledger, VersionCheck versions, BlockCheck blocks, ShardCheck shards, KeyCheck keys)
{
    private const int GitLinesMax = 20;

    /// <summary>Checks everything.</summary>
    /// <param name="full">Whether every object and every small block is read; a sample otherwise, and all that names them.</param>
    /// <param name="progress">Receives what is being looked at.</param>
    /// <param name="found">Receives each finding, at most 1,000.</param>
    /// <param name="ct">Honoured at any time.</param>
    public async Task<FsckResult> RunAsync(bool full, IProgress<FsckProgress>? progress, Func<Finding, Task> found, CancellationToken ct)
    {
        var tally = new FsckTally();
        // What is written to a shard from here on is not looked for.
        var counts = index.Shards.Counts();
        var tenants = repositories.Tenants().Union(ledger.Tenants()).Order(StringComparer.Ordinal).ToList();
        foreach (var name in tenants)
        {
            var tenant = await repositories.OpenAsync(name, ct);
            await StepAsync(() => RepositoriesAsync(tenant, full, tally.Findings, progress, ct));
            await StepAsync(() => versions.RunAsync(tenant, tally, progress, ct));
            await StepAsync(() => blocks.RunAsync(tenant, full, tally, progress, ct));

            async Task StepAsync(Func<Task> step)
            {
                try
                {
                    await step();
                }
                catch (Exception e) when (e is GitException or IOException)
                {
                    tally.Findings.Add(
                        FindingKind.Git, name, $"A repository could not be read to its end: {e.Message} Repair it with git, or bring it from a backup.");
                }
                await TellAsync();
            }
        }
        progress?.Report(new FsckProgress("", "shards", 0, 0));
        shards.Run(counts, tally);
        progress?.Report(new FsckProgress("", "keys", 0, 0));
        keys.Run(tenants, tally.Findings);
        await TellAsync();
        return new FsckResult(tenants.Count, tally.Resources, tally.Versions, tally.Blocks, tally.Findings.Count);

        async Task TellAsync()
        {
            foreach (var finding in tally.Findings.Take())
                await found(finding);
        }
    }

    private static async Task RepositoriesAsync(
        TenantRepository tenant, bool full, Findings findings, IProgress<FsckProgress>? progress, CancellationToken ct)
    {
        progress?.Report(new FsckProgress(tenant.Tenant, "repositories", 0, 0));
        foreach (var repository in (GitRepository[])[tenant.Content, tenant.Metadata, tenant.Scripts])
            foreach (var line in await ObjectCheck.ComplaintsAsync(repository, full, GitLinesMax, ct))
                findings.Add(FindingKind.Git, tenant.Tenant,
                    $"{repository.Folder}: git fsck says '{line}'. Stop the daemon and repair it with git, or bring the repository from a backup.");
    }
}
