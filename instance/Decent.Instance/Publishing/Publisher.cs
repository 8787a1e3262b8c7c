using Decent.Content;
using Decent.Instance.Git;

namespace Decent.Instance.Publishing;

/// <summary>
/// Makes a file or folder the newest version of a resource. One writer per tenant; content is imported before its turn comes,
/// so that a large one does not hold up the others.
/// </summary>
public sealed class Publisher(
    ContentStore content, TenantRepositories repositories, TenantTurns turns, VersionCommit commit, HalfWay halfWay, Herald herald, IPublishProbe probe,
    ILogger<Publisher> log)
{
    /// <summary>Publishes what stands at a path of this machine.</summary>
    /// <param name="source">Full path of a file or folder.</param>
    /// <param name="id">The resource's id; any text.</param>
    /// <param name="bytes">Receives the content bytes imported so far.</param>
    /// <param name="ct">Honoured until the commit point; what is past it is finished.</param>
    /// <exception cref="GitException">Git or the disk refuses.</exception>
    public async Task<Publication> PublishAsync(string source, string id, IProgress<long>? bytes, CancellationToken ct)
    {
        if (!ResourceId.TryParse(id, out var resource, out var rule))
            return Publication.Refused(rule);
        if (!Path.Exists(source))
            return Publication.Refused($"There is no file or folder {source}.");
        return await PublishAsync(resource, async () =>
        {
            var manifest = await content.ImportAsync(source, bytes, ct);
            probe.Reached(PublishStep.Imported, resource);
            return manifest;
        }, restores: null, ct);
    }

    /// <summary>Makes content that is brought into the store the newest version of a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="bring">Makes the content whole in the store before the tenant's turn comes, or throws <see cref="ContentRefusedException"/>.</param>
    /// <param name="restores">Label of the version that is brought back; null for none.</param>
    /// <param name="ct">Honoured until the commit point; what is past it is finished.</param>
    /// <exception cref="GitException">Git or the disk refuses.</exception>
    public async Task<Publication> PublishAsync(ResourceId resource, Func<Task<Manifest>> bring, string? restores, CancellationToken ct)
    {
        var turnstile = turns.Of(resource.Tenant);
        if (!turnstile.TryEnter())
            return new Publication(PublishOutcome.Busy, null, turns.BusyRule(resource.Tenant));
        try
        {
            var manifest = await bring();
            return await turnstile.AloneAsync(() => CommitAsync(resource, manifest, restores, ct), ct);
        }
        catch (ContentRefusedException e)
        {
            return Publication.Refused(e.Rule);
        }
        catch (ContentLostException e)
        {
            return Publication.Refused(e.Message);
        }
        finally
        {
            turnstile.Leave();
        }
    }

    /// <summary>Replays one tenant as its only writer and relays what was found.</summary>
    /// <returns>Resources whose acknowledged version is lost.</returns>
    public Task<int> ReplayAsync(string tenant, CancellationToken ct) =>
        turns.Of(tenant).AloneAsync(async () => (await halfWay.ReplayAsync(await repositories.OpenAsync(tenant, ct), ct)).Lost, ct);

    private async Task<Publication> CommitAsync(ResourceId id, Manifest manifest, string? restores, CancellationToken ct)
    {
        var (head, isNew) = await commit.WriteAsync(await repositories.OpenAsync(id.Tenant, ct), id, manifest, restores, ct);
        if (!isNew)
            return new Publication(PublishOutcome.Unchanged, head, "");
        log.Published(id.Text, head.Label, head.Size, head.Root.ToString());
        await herald.TellAsync([head]);
        return new Publication(PublishOutcome.Published, head, "");
    }
}
