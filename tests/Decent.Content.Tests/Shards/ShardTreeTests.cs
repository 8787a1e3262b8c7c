using System.Text;
using Decent.Content.Shards;

namespace Decent.Content.Tests.Shards;

/// <summary>Seeds reproduce everything: a failure prints its own.</summary>
public sealed class ShardTreeTests
{
    private static readonly int[] Sizes = [0, 1, 2, 3, 15, 16, 17, 40, 200, 900];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_same_entries_have_the_same_hash_in_any_order_of_writes_overwrites_and_deletions(int seed)
    {
        Chance chance = new(seed);
        ShardEntry[] wanted = Some.Mates(Sizes[seed % Sizes.Length]);
        ShardEntry[] others = Some.Mates(wanted.Length + 50)[wanted.Length..];
        ShardNode first = new ShardTree(Replica(chance, wanted, others)).Root;

        for (int again = 0; again < 5; again++)
        {
            Assert.Equal(first, new ShardTree(Replica(chance, wanted, others)).Root);
        }

        Assert.Equal(wanted.Length, first.Resources);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Two_that_differ_find_exactly_the_differing_ids_in_logarithmic_exchanges(int seed)
    {
        Chance chance = new(seed + 1000);
        ShardEntry[] all = Some.Mates(Sizes[seed % Sizes.Length] + 8);
        HashSet<ResourceId> differing = [];
        List<ShardEntry> own = [], theirs = [];
        int rate = chance.Below(3) == 0 ? 3 : all.Length;
        foreach (ShardEntry entry in all)
        {
            int fate = chance.Below(rate) == 0 ? chance.Below(3) : 3;
            own.AddRange(fate == 0 ? [] : [entry]);
            theirs.AddRange(fate == 1 ? [] : [fate == 2 ? entry with { Count = entry.Count + 1 } : entry]);
            differing.UnionWith(fate < 3 ? [entry.Id] : []);
        }

        ShardTree far = new(theirs);
        ShardDescent descent = new(Some.MatesShard, new ShardTree(own), far.Root);
        int exchanges = Walk(descent, far);

        Assert.Equal(differing.Order(ById), descent.Differing.Order(ById));
        // One level takes four bits and the last 16 entries come at once: a quarter of log2(n), and one or two levels more where digests clash.
        Assert.InRange(exchanges, differing.Count == 0 ? 0 : 1, Math.Max(1, Math.Log2(all.Length)));
    }

    [Fact]
    public void One_difference_in_a_thousand_takes_three_exchanges_of_one_question()
    {
        ShardEntry[] all = Some.Mates(1000);
        ShardEntry[] other = [.. all];
        other[314] = other[314] with { Count = 99 };
        ShardTree far = new(other);
        ShardDescent descent = new(Some.MatesShard, new ShardTree(all), far.Root);
        int exchanges = 0;
        for (; descent.Questions.Count > 0; exchanges++)
        {
            Assert.True(descent.Take(far.Tell(Some.MatesShard, Assert.Single(descent.Questions))));
        }

        Assert.Equal([all[314].Id], descent.Differing);
        Assert.Equal(3, exchanges);
    }

    [Fact]
    public void Every_member_of_an_entry_counts()
    {
        ShardEntry[] entries = Some.Mates(5);
        ShardEntry entry = entries[2];
        ShardEntry[] altered =
        [
            entry with { Id = Some.Mates(6)[5].Id }, entry with { Commit = new byte[20] }, entry with { Root = Cid.DagPb(entry.Root.Digest) },
            entry with { Size = entry.Size + 1 }, entry with { Count = entry.Count + 1 },
        ];
        byte[] hash = new ShardTree(entries).Root.Hash;
        Assert.All(altered, other => Assert.NotEqual(hash, new ShardTree([.. entries[..2], other, .. entries[3..]]).Root.Hash));
    }

    [Fact]
    public void Shards_fold_to_the_hash_that_one_tree_over_all_of_them_has()
    {
        ShardEntry[] entries = [.. Enumerable.Range(0, 3000).Select(i => ShardEntry.Of(Some.Head($"t/{i}", i)))];
        ILookup<int, ShardEntry> shards = entries.ToLookup(entry => entry.Id.Shard);
        ShardNode[] nodes = [.. Enumerable.Range(0, ShardTree.Shards).Select(shard => new ShardTree(shards[shard]).Root)];

        Assert.Equal(Definition.Of(entries, 0), ShardNode.Fold(nodes));
        for (int group = 0; group < 256; group++)
        {
            ShardEntry[] mates = [.. entries.Where(entry => entry.Id.Group == group)];
            Assert.Equal(Definition.Of(mates, 8), ShardNode.Fold(nodes.AsSpan(group * ShardTree.PerGroup, ShardTree.PerGroup)));
        }
    }

    [Fact]
    public void Lies_about_parts_are_refused()
    {
        ShardTree far = new(Some.Mates(400));
        ShardTree own = new(Some.Mates(399));
        ShardPart top = far.Tell(Some.MatesShard, "");
        ShardPart deep = far.Tell(Some.MatesShard, top.Parts![0].At);
        ShardPart[] lies =
        [
            deep,
            top with { At = top.Parts[0].At },
            top with { Node = own.Root },
            top with { Parts = [.. top.Parts.Skip(1)] },
            top with { Parts = [.. top.Parts.Reverse().Select(part => part with { Node = top.Parts[0].Node })] },
            top with { Parts = [.. top.Parts, top.Parts[0]] },
            top with { Parts = [.. top.Parts, deep.Parts?[0] ?? new ShardPart("00000", ShardNode.Empty, null, null)] },
            top with { Parts = null, Entries = [] },
            top with { Parts = null, Entries = Some.Mates(399) },
            top with { Parts = null, Entries = [.. Some.Mates(399), Some.Mates(1)[0]] },
            top with { Parts = null, Entries = [.. Some.Mates(399), ShardEntry.Of(Some.Head("elsewhere/1", 1))] },
        ];
        ShardDescent descent = new(Some.MatesShard, own, far.Root);
        Assert.All(lies, lie => Assert.False(descent.Take(lie)));
        Assert.True(descent.Take(top with { Parts = null, Entries = Some.Mates(400) }));
        Assert.Equal([Some.Mates(400)[399].Id], descent.Differing);
    }

    private static readonly Comparer<ResourceId> ById = Comparer<ResourceId>.Create((a, b) => string.CompareOrdinal(a.Text, b.Text));

    /// <summary>Writes in a random order, older versions and other resources first, some of them deleted and written again.</summary>
    private static IEnumerable<ShardEntry> Replica(Chance chance, ShardEntry[] wanted, ShardEntry[] others)
    {
        Dictionary<ResourceId, ShardEntry> replica = [];
        foreach (ShardEntry entry in chance.Shuffle([.. wanted, .. others, .. wanted]))
        {
            replica[entry.Id] = entry with { Count = chance.Below(1000), Commit = new byte[20] };
            if (chance.Below(4) == 0)
            {
                replica.Remove(entry.Id);
            }
        }

        foreach (ShardEntry entry in chance.Shuffle([.. wanted, .. others]))
        {
            replica[entry.Id] = entry;
        }

        foreach (ShardEntry entry in chance.Shuffle(others))
        {
            replica.Remove(entry.Id);
        }

        return chance.Shuffle([.. replica.Values]);
    }

    private static int Walk(ShardDescent descent, ShardTree far)
    {
        int exchanges = 0;
        for (; descent.Questions.Count > 0; exchanges++)
        {
            foreach (string question in descent.Questions.ToArray())
            {
                string json = new ShardAnswer
                {
                    State = new ShardState(Some.MatesShard, 1, far.Root, null), Parts = [far.Tell(Some.MatesShard, question)],
                }.ToJson();
                Assert.True(ShardAnswer.TryParseJson(Encoding.UTF8.GetBytes(json), out ShardAnswer? told));
                Assert.True(descent.Take(told.Parts![0]));
            }
        }

        return exchanges;
    }
}
