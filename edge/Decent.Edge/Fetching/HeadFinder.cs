using Decent.Content;
using Decent.Content.Disk;
using Decent.Hosting.Peers;

namespace Decent.Edge.Fetching;

/// <summary>
/// The version request: the stored head while the bus vouches for it, else the instance, else the stored one after all, else the best that up to three
/// of the LAN's edges know. What is not believed, or older than what was believed, counts as not told. Requests for one resource at the same time are
/// one question.
/// </summary>
public sealed class HeadFinder(HeadBook book, ContentClient client, InstanceSource instance, LanSearch lan, HeadFreshness freshness)
{
    private readonly SharedAsks<string, (LookupOutcome Outcome, Head? Head)> _asks = new();

    public async Task<(LookupOutcome Outcome, Head? Head)> FindAsync(ResourceId id, CancellationToken ct)
    {
        if (book.TryGet(id, out Head? known) && freshness.IsSure(known!))
        {
            return (LookupOutcome.Found, known);
        }

        return await _asks.AskAsync(id.Text, () => FindOutsideAsync(id), ct);
    }

    private async Task<(LookupOutcome Outcome, Head? Head)> FindOutsideAsync(ResourceId id)
    {
        bool isStored = book.TryGet(id, out Head? known);
        try
        {
            if (instance.IsReachable && await FromInstanceAsync(id, isStored) is { } told)
            {
                return told;
            }
        }
        catch (WritesHeldException) when (isStored)
        {
            // There is a newer one, which cannot be kept now: the one that is here is served until mains is back.
        }

        if (isStored)
        {
            return (LookupOutcome.Found, known);
        }

        return await FromLanAsync(id) ? (LookupOutcome.Found, book.TryGet(id, out Head? heard) ? heard : null) : (LookupOutcome.TimedOut, null);
    }

    /// <summary>Null when the instance said nothing that counts.</summary>
    private async Task<(LookupOutcome Outcome, Head? Head)?> FromInstanceAsync(ResourceId id, bool isStored)
    {
        long mark = freshness.Mark(id.Group);
        (SourceAnswer answer, Head? head) = await client.HeadAsync(instance.Address!, id, !isStored, CancellationToken.None);
        HeadOutcome kept = answer == SourceAnswer.Found
            ? await book.KeepAsync(head!, instance.Address!, isAuthority: true, CancellationToken.None)
            : HeadOutcome.NotBelieved;
        instance.Report(answer == SourceAnswer.Found && kept == HeadOutcome.NotBelieved ? SourceAnswer.Wrong : answer, $"head of {id.Text}");
        if (kept == HeadOutcome.Kept)
        {
            freshness.Confirmed(head!, mark);
            return (LookupOutcome.Found, head);
        }

        return answer == SourceAnswer.NotFound ? (LookupOutcome.NotFound, null) : null;
    }

    private Task<bool> FromLanAsync(ResourceId id) => lan.TryAsync(
        id,
        [],
        async edge =>
        {
            (SourceAnswer answer, Head? head) = await client.HeadAsync(edge, id, isUnknown: false, CancellationToken.None);
            return answer == SourceAnswer.Found
                && await book.KeepAsync(head!, edge, isAuthority: false, CancellationToken.None) != HeadOutcome.NotBelieved;
        },
        CancellationToken.None);
}
