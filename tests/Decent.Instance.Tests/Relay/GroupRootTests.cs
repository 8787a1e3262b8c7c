using Decent.Content.Shards;
using Decent.Instance.Index;
using Decent.Instance.Relay;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Instance.Tests.Relay;

public sealed class GroupRootTests
{
    [Fact]
    public void A_groups_root_is_the_hash_of_its_part_of_the_tree_and_its_sequence_the_sum_of_its_shards_counts()
    {
        using var folder = new TempFolder();
        using var index = VersionIndex.Open(folder.FullPath, NullLogger<VersionIndex>.Instance);
        var group = Some.Id("home/0").Group;
        var mates = Enumerable.Range(0, 5000).Select(i => $"home/{i}").Where(t => Some.Id(t).Group == group).ToList();
        Assert.True(mates.Count > 3);
        var counts = new Dictionary<int, long>();
        for (var i = 0; i < mates.Count; i++)
        {
            var shard = Some.Id(mates[i]).Shard;
            counts[shard] = counts.GetValueOrDefault(shard) + 1;
            index.Put(Some.Version(mates[i], i + 1) with { ShardCount = counts[shard] });
        }
        index.Put(Some.Version(Enumerable.Range(0, 5000).Select(i => $"other/{i}").First(t => Some.Id(t).Group != group), 99));

        var shards = mates.Select((m, i) => ShardEntry.Of(Some.Version(m, i + 1).Head)).ToLookup(e => e.Id.Shard);
        var node = ShardNode.Fold([.. Enumerable.Range(group << 7, ShardTree.PerGroup).Select(s => new ShardTree(shards[s]).Root)]);
        var root = GroupRoot.Of(index, group);
        Assert.Equal(node.Hash, root.Root);
        Assert.Equal((mates.Count, (long)mates.Count), (root.Resources, root.Writes));
        Assert.Equal(2, index.Shards.Groups().Count);
    }
}
