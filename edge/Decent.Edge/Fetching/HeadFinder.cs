using Decent.Content;
using Decent.Hosting.Peers;

namespace Decent.Edge.Fetching;

/// <summary>
/// The version request: the stored head while the bus vouches for it, else the instance, else the stored one after all, else whatever the LAN's
/// edges know. A lower count than already seen is refused by the store.
/// </summary>
public sealed class HeadFinder(ContentStore store, ContentClient client, InstanceSource instance, LanSearch lan, HeadFreshness freshness)
{
    public async Task<(LookupOutcome Outcome, Head? Head)> FindAsync(ResourceId id, CancellationToken ct)
    {
        bool stored = store.TryGetHead(id, out Head? known);
        if (stored && freshness.IsSure(known!))
        {
            return (LookupOutcome.Found, known);
        }

        if (instance.IsReachable)
        {
            (SourceAnswer answer, Head? head) = await client.HeadAsync(instance.Address!, id, ct);
            instance.Report(answer, $"head of {id.Text}");
            if (answer == SourceAnswer.Found)
            {
                return (LookupOutcome.Found, Keep(head!));
            }

            if (answer == SourceAnswer.NotFound)
            {
                return (LookupOutcome.NotFound, null);
            }
        }

        if (stored)
        {
            return (LookupOutcome.Found, known);
        }

        Head? heard = await FromLanAsync(id, ct);
        return heard is null ? (LookupOutcome.TimedOut, null) : (LookupOutcome.Found, heard);
    }

    private Head Keep(Head head)
    {
        if (!store.PutHead(head) && store.TryGetHead(head.Id, out Head? newer))
        {
            return newer;
        }

        freshness.Confirmed(head);
        return head;
    }

    private async Task<Head?> FromLanAsync(ResourceId id, CancellationToken ct)
    {
        Head? best = null;
        await lan.TryAsync(
            id,
            [],
            async edge =>
            {
                (SourceAnswer answer, Head? head) = await client.HeadAsync(edge, id, ct);
                if (answer == SourceAnswer.Found && head!.Count > (best?.Count ?? -1))
                {
                    best = head;
                }

                return best is not null;
            },
            ct);
        if (best is not null)
        {
            store.PutHead(best);
        }

        return best;
    }
}
