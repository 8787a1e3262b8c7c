using Decent.Content;
using Decent.Content.Shards;
using Decent.Edge.Fetching;

namespace Decent.Edge.CatchUp;

/// <summary>
/// One way through all groups in doubt, one question at a time: groups and shards that have not changed since what is remembered need no question for
/// their heads; of the others the cheapest question tells which heads have, and those are asked for, many at a time.
/// </summary>
internal sealed class CatchUpPass(ContentStore store, HeadBook book, HeadFreshness freshness, KnownShards known, NameClient client, Uri source,
    CatchUpOptions options, ILogger log)
{
    private readonly CatchUpPlan _plan = new(options);
    private readonly List<(GroupCare Care, Head Head)> _asked = [];
    private readonly List<GroupCare> _waiting = [];
    private bool _saidBehind;

    /// <summary>Heads that are the newest, and how many of them were not before.</summary>
    public int Heads { get; private set; }

    /// <summary>See <see cref="Heads"/>.</summary>
    public int Newer { get; private set; }

    /// <summary>Groups whose heads are all accounted for.</summary>
    public int Groups { get; private set; }

    /// <summary>False when the instance did not answer; what was found by then counts.</summary>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        IReadOnlyList<int> counts = store.HeadCounts();
        IReadOnlyList<(int Group, long Mark)> doubts = freshness.Doubts();
        GroupsListing? roots = null;
        if (_plan.IsGroupsWorth(doubts.Sum(doubt => counts[doubt.Group])) && (roots = await client.GroupsAsync(ct)) is null)
        {
            return false;
        }

        foreach ((int group, long mark) in doubts)
        {
            GroupCare care = new(group, mark, known.Forgotten(group), store.HeadsOfGroup(group)) { Root = roots is null ? null : Root(roots, group) };
            if (!await TakeAsync(care, ct))
            {
                return false;
            }
        }

        return await AskAsync(all: true, ct);
    }

    private static byte[] Root(GroupsListing roots, int group) =>
        roots.Groups.TryGetValue(group, out GroupState? state) ? state.Node.Hash : ShardNode.Empty.Hash;

    private async Task<bool> TakeAsync(GroupCare care, CancellationToken ct)
    {
        if (care.Root is not null && known.Root(care.Group) is { } root && root.AsSpan().SequenceEqual(care.Root))
        {
            Confirm(care, care.Heads);
            Finish(care);
            return true;
        }

        if (!_plan.IsListingWorth(care.Heads.Count))
        {
            Ask(care, care.Heads);
        }
        else if (!await ListAsync(care, ct))
        {
            return false;
        }

        if (care.IsDone)
        {
            Finish(care);
        }
        else
        {
            _waiting.Add(care);
        }

        return await AskAsync(all: false, ct);
    }

    private async Task<bool> ListAsync(GroupCare care, CancellationToken ct)
    {
        if (await client.GroupAsync(care.Group, ct) is not { } listing)
        {
            return false;
        }

        care.Root = listing.State.Node.Hash;
        ILookup<int, Head> shards = care.Heads.ToLookup(head => head.Id.Shard);
        foreach ((int shard, ShardMark mark) in listing.Marks.Where(mark => !shards.Contains(mark.Key)))
        {
            care.Note(shard, mark);
        }

        foreach (IGrouping<int, Head> heads in shards)
        {
            if (!await CompareAsync(care, heads.Key, [.. heads], listing.Marks.GetValueOrDefault(heads.Key, ShardMark.Never), ct))
            {
                return false;
            }
        }

        return true;
    }

    private async Task<bool> CompareAsync(GroupCare care, int shard, IReadOnlyList<Head> heads, ShardMark now, CancellationToken ct)
    {
        ShardMark? was = known.Shard(shard);
        if (was == now)
        {
            care.Note(shard, now);
            Confirm(care, heads);
            return true;
        }

        if (was is not null && now.Count < was.Count && !_saidBehind)
        {
            _saidBehind = true;
            log.Behind(shard, now.Count, was.Count);
        }

        switch (_plan.For(heads.Count, was, now))
        {
            case ShardQuestion.Since when await client.ShardAsync(shard, was!.Count, ct) is { } answer:
                bool goesOn = !answer.Whole && (answer.SinceTime?.ToUnixTimeMilliseconds() ?? 0) == was.TimeMs;
                return goesOn ? Sort(care, heads, answer, answer.Changes!.Select(change => change.Entry)) : await WholeAsync(care, heads, now, ct);
            case ShardQuestion.Whole:
                return await WholeAsync(care, heads, now, ct);
            case ShardQuestion.Heads:
                Ask(care, heads);
                return true;
            default:
                return false;
        }
    }

    private async Task<bool> WholeAsync(GroupCare care, IReadOnlyList<Head> heads, ShardMark now, CancellationToken ct)
    {
        if (_plan.For(heads.Count, null, now) == ShardQuestion.Heads)
        {
            Ask(care, heads);
            return true;
        }

        if (await client.ShardAsync(heads[0].Id.Shard, null, ct) is not { } answer)
        {
            return false;
        }

        HashSet<ResourceId> there = [.. answer.Entries!.Select(entry => entry.Id)];
        if (heads.Any(head => !there.Contains(head.Id)))
        {
            care.Fault(heads[0].Id.Shard);
        }

        return Sort(care, [.. heads.Where(head => there.Contains(head.Id))], answer, answer.Entries!);
    }

    /// <summary>Heads that the entries name in another version are asked for, the others are the newest.</summary>
    private bool Sort(GroupCare care, IReadOnlyList<Head> heads, ShardAnswer answer, IEnumerable<ShardEntry> entries)
    {
        // The last of several changes counts.
        Dictionary<ResourceId, ShardEntry> named = [];
        foreach (ShardEntry entry in entries)
        {
            named[entry.Id] = entry;
        }

        bool IsNamedAnew(Head head) => named.TryGetValue(head.Id, out ShardEntry? entry) && entry != ShardEntry.Of(head);
        care.Note(answer.State.Shard, ShardMark.Of(answer.State));
        Confirm(care, [.. heads.Where(head => !IsNamedAnew(head))]);
        Ask(care, [.. heads.Where(IsNamedAnew)]);
        return true;
    }

    private void Confirm(GroupCare care, IReadOnlyList<Head> heads)
    {
        foreach (Head head in heads)
        {
            freshness.Confirmed(head, care.Mark);
        }

        Heads += heads.Count;
    }

    private void Ask(GroupCare care, IReadOnlyList<Head> heads)
    {
        care.Open(heads.Count);
        _asked.AddRange(heads.Select(head => (care, head)));
    }

    /// <summary>Asks for the heads that have gathered: full questions, and with <paramref name="all"/> the rest too.</summary>
    private async Task<bool> AskAsync(bool all, CancellationToken ct)
    {
        while (_asked.Count >= options.IdsMax || (all && _asked.Count > 0))
        {
            List<(GroupCare Care, Head Head)> asked = [.. _asked.Take(options.IdsMax)];
            if (await client.HeadsAsync([.. asked.Select(ask => ask.Head.Id)], ct) is not { } told)
            {
                return false;
            }

            _asked.RemoveRange(0, asked.Count);
            for (int i = 0; i < asked.Count; i++)
            {
                await TakeAsync(asked[i].Care, asked[i].Head, told[i], ct);
            }

            foreach (GroupCare care in _waiting.Where(care => care.IsDone).ToList())
            {
                _waiting.Remove(care);
                Finish(care);
            }
        }

        return true;
    }

    private async Task TakeAsync(GroupCare care, Head before, ToldHead told, CancellationToken ct)
    {
        bool good = told.Head is not null && await book.KeepAsync(told.Head, source, isAuthority: true, ct) == HeadOutcome.Kept;
        care.Close(before.Id.Shard, good ? told.Shard : null);
        if (good)
        {
            freshness.Confirmed(told.Head!, care.Mark);
            Heads++;
            Newer += told.Head == before ? 0 : 1;
        }
    }

    private void Finish(GroupCare care)
    {
        known.Put(care.Group, care.Forgotten, care.GoodRoot, care.Marks);
        Groups += freshness.Settle(care.Group, care.Mark) ? 1 : 0;
    }
}
