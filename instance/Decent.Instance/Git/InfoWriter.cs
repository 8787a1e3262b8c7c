using Decent.Instance.Index;

namespace Decent.Instance.Git;

/// <summary>
/// Writes <c>_info</c> in batches after the versions that it tells of: what the index marks as untold, at a start too.
/// A batch that fails is tried again; nothing waits for it.
/// </summary>
public sealed class InfoWriter(
    TenantRepositories repositories, VersionIndex index, Func<IEnumerable<NodeRow>> nodes, string instanceId, TimeProvider time, ILogger<InfoWriter> log)
    : BackgroundService
{
    /// <summary>
    /// What the history of <c>_info</c> may add to its size, about, once it was tidied: some sixty commits of one version each. Each version's own
    /// history stands in <c>_data</c> for ever.
    /// </summary>
    public const int HistoryBytes = 50_000;

    private const int ShardsMax = 1000;
    private static readonly TimeSpan Gather = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _pending = new(1);
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Dictionary<string, byte[]> _nodeTables = [];

    /// <summary>Raised with the tenant's name after a batch is durable, on the writer's thread.</summary>
    public event Action<string>? Told;

    /// <summary>Says that there is something to write; it stands in git at most 2 s later when the disk keeps up.</summary>
    public void Mark()
    {
        lock (_pending)
            if (_pending.CurrentCount == 0)
                _pending.Release();
    }

    /// <summary>Writes all that is untold now of tenants that have a repository.</summary>
    /// <exception cref="GitException">Git or the disk refuses; nothing is marked as told that is not.</exception>
    public async Task FlushAsync(CancellationToken ct)
    {
        while (await RoundAsync(ct) && index.Untold(1).Count > 0)
        {
            // Each round tells something.
        }
    }

    /// <summary>Makes one pack of a tenant's metadata and cuts its history, which happens by itself once too many packs lie about.</summary>
    /// <exception cref="GitException">Git or the disk refuses.</exception>
    public async Task TidyAsync(string tenant, CancellationToken ct)
    {
        await _writing.WaitAsync(ct);
        try
        {
            await TidyAsync((await repositories.OpenAsync(tenant, ct)).Metadata, ct);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Does something while nothing of <c>_info</c> is written in any tenant; publications go on.</summary>
    internal async Task<T> WhileStillAsync<T>(Func<T> work, CancellationToken ct)
    {
        await _writing.WaitAsync(ct);
        try
        {
            return work();
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _pending.Dispose();
        _writing.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _pending.WaitAsync(stoppingToken);
            await Task.Delay(Gather, time, stoppingToken);
            try
            {
                await FlushAsync(stoppingToken);
            }
            catch (Exception e) when (e is GitException or IOException)
            {
                log.InfoFailed(Retry.TotalSeconds, e);
                await Task.Delay(Retry, time, stoppingToken);
                Mark();
            }
        }
    }

    private static Task TidyAsync(GitRepository repository, CancellationToken ct) =>
        ShortHistory.CutAsync(repository, RepositoryTemplate.Branch, HistoryBytes, ct);

    /// <summary>One batch for each tenant. Others have their turn between two of them, however busy the instance is.</summary>
    /// <returns>Whether a version was told: nothing can be told of a tenant without a repository, and waits for its first publication.</returns>
    private async Task<bool> RoundAsync(CancellationToken ct)
    {
        await _writing.WaitAsync(ct);
        try
        {
            var table = NodeTable.Write(nodes());
            var untold = index.Untold(ShardsMax);
            var told = 0;
            foreach (var tenant in repositories.Tenants())
            {
                List<int> shards = [.. untold.Where(u => u.Tenant == tenant).Select(u => u.Shard)];
                await TellAsync(tenant, shards, table, ct);
                told += shards.Count;
            }
            return told > 0;
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task TellAsync(string tenant, IReadOnlyList<int> shards, byte[] table, CancellationToken ct)
    {
        var repository = (await repositories.OpenAsync(tenant, ct)).Metadata;
        if (!_nodeTables.TryGetValue(tenant, out var told))
            await repository.ReadObjectsAsync([$"{RepositoryTemplate.Branch}:node-info.csv"], (_, bytes) => told = bytes, ct);
        if (shards.Count == 0 && told.AsSpan().SequenceEqual(table))
        {
            _nodeTables[tenant] = table;
            return;
        }
        var versions = shards.ToDictionary(s => s, s => index.OfShard(tenant, s));
        var files = await NewAsync(repository, versions, ct);
        if (files.Count > 0 || !told.AsSpan().SequenceEqual(table))
            await CommitAsync(repository, files, table, ct);
        index.MarkTold(versions.Values.SelectMany(v => v));
        _nodeTables[tenant] = table;
        Told?.Invoke(tenant);
    }

    /// <summary>The shards' files that git does not have like that: an index that was made anew tells of all of them.</summary>
    private static async Task<List<(string Path, byte[] Bytes)>> NewAsync(
        GitRepository repository, Dictionary<int, IReadOnlyList<ResourceVersion>> versions, CancellationToken ct)
    {
        List<(string Path, byte[] Bytes)> files = [.. versions.Select(v => (ShardTable.Path(v.Key), ShardTable.Write(v.Value)))];
        var known = new bool[files.Count];
        await repository.ReadObjectsAsync(
            [.. files.Select(f => $"{RepositoryTemplate.Branch}:{f.Path}")], (i, bytes) => known[i] = files[i].Bytes.AsSpan().SequenceEqual(bytes), ct);
        return [.. files.Where((_, i) => !known[i])];
    }

    private async Task CommitAsync(GitRepository repository, List<(string Path, byte[] Bytes)> files, byte[] table, CancellationToken ct)
    {
        repository.Sweep(log);
        var tip = await repository.TipAsync(RepositoryTemplate.Branch, ct);
        var commit = await repository.ImportAsync(async (import, inner) =>
        {
            var message = $"{files.Sum(f => f.Bytes.AsSpan().Count((byte)'\n'))} resources in {files.Count} shards\n";
            await import.CommitAsync(new GitSignature(instanceId, time.GetUtcNow()), message, tip, keepTree: true, inner);
            await import.FileAsync("node-info.csv", table, inner);
            foreach (var (path, bytes) in files)
                await import.FileAsync(path, bytes, inner);
        }, bytes: 0, ct);
        await repository.MoveBranchAsync(RepositoryTemplate.Branch, commit, tip ?? GitRepository.NoCommit, CancellationToken.None);
        repository.SyncRefs(RepositoryTemplate.Branch);
        if (repository.IsUntidy)
            await TidyAsync(repository, ct);
    }
}
