using Decent.Content.Shards;

namespace Decent.Edge.CatchUp;

/// <summary>Which question is cheapest, in bytes. Wrong estimates cost bytes and nothing else.</summary>
public sealed class CatchUpPlan(CatchUpOptions options)
{
    /// <summary>Whether the list of all groups costs less than asking for <paramref name="heads"/> heads in doubt.</summary>
    public bool IsGroupsWorth(int heads) => Heads(heads) > options.RequestBytes + options.GroupsBytes;

    /// <summary>Whether the list of a group's shards costs less than asking for its <paramref name="heads"/> heads.</summary>
    public bool IsListingWorth(int heads) => Heads(heads) > options.RequestBytes + options.GroupBytes;

    /// <summary>For a shard that holds <paramref name="heads"/> heads and has changed from what is remembered (null: nothing) to what is listed.</summary>
    public ShardQuestion For(int heads, ShardMark? was, ShardMark now)
    {
        long asked = Heads(heads);
        if (was is not null && now.Count > was.Count && now.Count - was.Count <= ShardChange.Kept)
        {
            long changes = now.Count - was.Count;
            // Heads that have changed are asked for besides: each write is taken to be as likely of one resource as of another.
            long since = options.RequestBytes + (changes * options.EntryBytes) + Heads((int)(changes * heads / now.Count));
            return since < asked ? ShardQuestion.Since : ShardQuestion.Heads;
        }

        // A shard has at most as many resources as writes; its journal comes with it.
        return options.RequestBytes + ((now.Count + Math.Min(now.Count, ShardChange.Kept)) * options.EntryBytes) < asked
            ? ShardQuestion.Whole
            : ShardQuestion.Heads;
    }

    // The round trip is shared by all heads of a question.
    private long Heads(int heads) => ((long)heads * options.HeadBytes) + ((long)heads * options.RequestBytes / options.IdsMax);
}
