using Decent.Content;
using Decent.Instance.Git;

namespace Decent.Instance.Publishing.Batches;

/// <summary>Makes every file below a folder the newest version of a resource of its own: all of them at one moment, or none.</summary>
public sealed class BatchPublisher(
    TenantRepositories repositories, TenantTurns turns, BatchCommit commit, Herald herald, IPublishProbe probe, PublishingOptions options,
    ILogger<BatchPublisher> log)
{
    /// <summary>Publishes what lies below a folder of this machine; it must not change meanwhile.</summary>
    /// <param name="folder">Full path of the folder.</param>
    /// <param name="prefix">What ids begin with: <c>tenant/prefix</c> or <c>tenant</c>; the file's path below the folder follows after a slash.</param>
    /// <param name="progress">Receives how far it is, from any thread.</param>
    /// <param name="ct">Honoured until the commit point, and leaves nothing then; what is past it is finished.</param>
    /// <exception cref="GitException">Git or the disk refuses.</exception>
    public async Task<BatchPublication> PublishAsync(string folder, string prefix, IProgress<BatchProgress>? progress, CancellationToken ct)
    {
        var rules = new BrokenRules();
        var items = await Task.Run(() => Check(folder, prefix.TrimEnd('/'), rules, progress, ct), ct);
        if (rules.Any)
            return rules.Refuse();
        probe.Reached(BatchStep.Checked);
        var tenant = items[0].Id.Tenant;
        var turn = turns.Of(tenant);
        if (!turn.TryEnter())
            return new BatchPublication { Outcome = PublishOutcome.Busy, Rules = [turns.BusyRule(tenant)] };
        try
        {
            return await turn.AloneAsync(async () => await WriteAsync(tenant, prefix, items, progress, ct), ct);
        }
        catch (ContentRefusedException e)
        {
            return BatchPublication.Refused([e.Rule]);
        }
        finally
        {
            turn.Leave();
        }
    }

    private List<BatchItem> Check(string folder, string prefix, BrokenRules rules, IProgress<BatchProgress>? progress, CancellationToken ct)
    {
        var items = BatchListing.Read(folder, prefix, options.BatchMax, rules, ct);
        if (!rules.Any)
            BatchListing.Hash(items, rules, new BatchCount(BatchPhase.Checking, items, progress), ct);
        return items;
    }

    private async Task<BatchPublication> WriteAsync(
        string tenant, string prefix, List<BatchItem> items, IProgress<BatchProgress>? progress, CancellationToken ct)
    {
        var heads = await commit.WriteAsync(await repositories.OpenAsync(tenant, ct), items, progress, ct);
        var bytes = heads.Sum(head => head.Size);
        if (heads.Count > 0)
            log.BatchPublished(heads.Count, prefix, bytes, items.Count - heads.Count);
        await herald.TellAsync(heads);
        return new BatchPublication
        {
            Outcome = heads.Count > 0 ? PublishOutcome.Published : PublishOutcome.Unchanged,
            Published = heads.Count,
            Unchanged = items.Count - heads.Count,
            Bytes = bytes,
        };
    }
}
