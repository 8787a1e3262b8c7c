using Decent.Content;
using Decent.Instance.Git;
using Decent.Instance.Publishing;

namespace Decent.Instance.Index;

/// <summary>
/// Makes the index anew from the repositories alone, beside the one that answers meanwhile. Publications go on but for the last moment, when the new one
/// has caught up with them and takes the other's place.
/// </summary>
public sealed class Reindex(
    VersionIndex index, Ledger ledger, TenantRepositories repositories, ShardGates gates, Replay running, ILogger<Replay> log) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Raised after the new index took its place.</summary>
    public event Action? Done;

    /// <summary>Rebuilds the index; one call at a time, the next one waits.</summary>
    /// <param name="progress">Receives how far it is.</param>
    /// <param name="ct">Honoured until the new index takes its place; the old one goes on then as if nothing had been.</param>
    /// <exception cref="GitException">Git cannot read a repository.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    public async Task<ReindexResult> RunAsync(IProgress<ReindexProgress>? progress, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            using var fresh = index.BeginAnew();
            var replay = new Replay(fresh, ledger, log);
            var tenants = await TenantsAsync(ct);
            var total = tenants.Sum(tenant => tenant.Content.ReadBranches(Replay.Branches).LongCount());
            long done = 0;
            foreach (var tenant in tenants)
                await replay.CatchUpAsync(tenant, heads => Tell(done += heads.Count), ct);
            var lost = await ReplaceAsync(fresh, replay, ct);
            Done?.Invoke();
            return new ReindexResult(index.Totals().Resources, lost);

            Task Tell(long now)
            {
                progress?.Report(new ReindexProgress(now, Math.Max(now, total)));
                return Task.CompletedTask;
            }
        }
        finally
        {
            index.DropAnew();
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>Nobody passes a gate meanwhile: what is behind the commit point is in the ledger and the old index too.</summary>
    private async Task<int> ReplaceAsync(VersionIndex fresh, Replay replay, CancellationToken ct)
    {
        using var all = await gates.EnterAsync(Enumerable.Range(0, ShardGates.Groups), ct);
        var lost = 0;
        foreach (var tenant in await TenantsAsync(ct))
        {
            await replay.CatchUpAsync(tenant, _ => Task.CompletedTask, ct);
            lost += replay.Reconcile(tenant);
        }
        index.ReplaceWith(fresh);
        running.TakeForeign(replay);
        return lost;
    }

    private async Task<List<TenantRepository>> TenantsAsync(CancellationToken ct)
    {
        var open = new List<TenantRepository>();
        foreach (var tenant in repositories.Tenants().Order(StringComparer.Ordinal))
            open.Add(await repositories.OpenAsync(tenant, ct));
        return open;
    }
}
