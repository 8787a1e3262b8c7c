using Decent.Instance.Git;

namespace Decent.Instance.Publishing.Tidying;

/// <summary>
/// Keeps repositories small and quick to clone: by itself after publications (<see cref="Upkeep"/>), and all of it when somebody says so. What a branch
/// reaches is never removed.
/// </summary>
public sealed class Tidier(TenantRepositories repositories, TenantTurns turns, InfoWriter metadata, TimeProvider time)
{
    /// <summary>Puts a tenant's packs and refs together when too many lie about, as its only writer.</summary>
    /// <returns>Whether there was something to do.</returns>
    /// <exception cref="GitException">Git or the disk refuses.</exception>
    public async Task<bool> TidyWhenDueAsync(string tenant, CancellationToken ct)
    {
        var repository = (await repositories.OpenAsync(tenant, ct)).Content;
        return repository.IsUntidy && await turns.Of(tenant).AloneAsync(async () =>
        {
            await repository.TidyAsync(ct);
            return true;
        }, ct);
    }

    /// <summary>Tidies all of a tenant, whether it is due or not; while a tenant's packs are put together its publications wait.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="age">How long something must have been unreachable to be removed: what was cut off a moment ago may be called for again.</param>
    /// <param name="isRehearsal">Whether to look only.</param>
    /// <param name="ct">What is done by then stays done.</param>
    /// <exception cref="GitException">Git or the disk refuses, or the repository is damaged; nothing is lost by it.</exception>
    public async Task<TidyReport> RunAsync(string tenant, TimeSpan age, bool isRehearsal, CancellationToken ct)
    {
        var all = await repositories.OpenAsync(tenant, ct);
        var before = Measure(all);
        // A publication under way counts here and not below, where none is.
        var (objects, bytes) = await ObjectCheck.UnreachableAsync(all.Content, ct);
        if (!isRehearsal)
        {
            await turns.Of(tenant).AloneAsync(() => TidyAsync(all, objects > 0, time.GetUtcNow() - age, ct), ct);
            await metadata.TidyAsync(tenant, ct);
        }
        return new TidyReport
        {
            Tenant = tenant, Before = before, Unreachable = objects, UnreachableBytes = bytes, After = isRehearsal ? null : Measure(all),
        };
    }

    private static RepositorySize Measure(TenantRepository tenant) =>
        RepositorySize.Of(tenant.Content.Folder) + RepositorySize.Of(tenant.Metadata.Folder) + RepositorySize.Of(tenant.Scripts.Folder);

    /// <summary>All in one pack costs reading and writing all of it: only where something unreachable is to be told from the rest.</summary>
    private static async Task<bool> TidyAsync(TenantRepository tenant, bool hasUnreachable, DateTimeOffset before, CancellationToken ct)
    {
        // Nobody writes meanwhile: what is half written here is a killed git's.
        tenant.Content.DropDrafts();
        try
        {
            await (hasUnreachable ? tenant.Content.CollectAsync(before, ct) : tenant.Content.TidyAsync(ct));
            await tenant.Scripts.TidyAsync(ct);
            return true;
        }
        catch (OperationCanceledException)
        {
            tenant.Content.DropDrafts();
            throw;
        }
    }
}
