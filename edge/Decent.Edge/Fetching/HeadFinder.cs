using Decent.Content;
using Decent.Hosting.Peers;

namespace Decent.Edge.Fetching;

/// <summary>
/// The version request: the stored head while the bus vouches for it, else the instance, else the stored one after all, else whatever the LAN's
/// edges know. A lower count than already seen is refused by the store. Requests for one resource at the same time are one question.
/// </summary>
public sealed class HeadFinder(ContentStore store, ContentClient client, InstanceSource instance, LanSearch lan, HeadFreshness freshness)
{
    private readonly SharedAsks<string, (LookupOutcome Outcome, Head? Head)> _asks = new();

    public async Task<(LookupOutcome Outcome, Head? Head)> FindAsync(ResourceId id, CancellationToken ct)
    {
        if (store.TryGetHead(id, out Head? known) && freshness.IsSure(known))
        {
            return (LookupOutcome.Found, known);
        }

        return await _asks.AskAsync(id.Text, () => FindOutsideAsync(id), ct);
    }

    private async Task<(LookupOutcome Outcome, Head? Head)> FindOutsideAsync(ResourceId id)
    {
        bool isStored = store.TryGetHead(id, out Head? known);
        if (instance.IsReachable)
        {
            long mark = freshness.Mark(id);
            (SourceAnswer answer, Head? head) = await client.HeadAsync(instance.Address!, id, !isStored, CancellationToken.None);
            instance.Report(answer, $"head of {id.Text}");
            if (answer == SourceAnswer.Found)
            {
                return (LookupOutcome.Found, Keep(head!, mark));
            }

            if (answer == SourceAnswer.NotFound)
            {
                return (LookupOutcome.NotFound, null);
            }
        }

        if (isStored)
        {
            return (LookupOutcome.Found, known);
        }

        Head? heard = await FromLanAsync(id);
        return heard is null ? (LookupOutcome.TimedOut, null) : (LookupOutcome.Found, heard);
    }

    private Head Keep(Head head, long mark)
    {
        if (!store.PutHead(head) && store.TryGetHead(head.Id, out Head? newer))
        {
            return newer;
        }

        freshness.Confirmed(head, mark);
        return head;
    }

    private async Task<Head?> FromLanAsync(ResourceId id)
    {
        Head? best = null;
        await lan.TryAsync(
            id,
            [],
            async edge =>
            {
                (SourceAnswer answer, Head? head) = await client.HeadAsync(edge, id, isUnknown: false, CancellationToken.None);
                if (answer == SourceAnswer.Found && head!.Count > (best?.Count ?? -1))
                {
                    best = head;
                }

                return best is not null;
            },
            CancellationToken.None);
        if (best is not null && !store.PutHead(best) && store.TryGetHead(id, out Head? newer))
        {
            return newer;
        }

        return best;
    }
}
