using System.Security.Cryptography;
using Decent.Instance.Index;
using Decent.Instance.Relay;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Instance.Tests.Relay;

public sealed class GroupRootTests
{
    [Fact]
    public void A_groups_root_covers_its_resources_sorted_by_key_and_its_sequence_all_their_writes()
    {
        using var folder = new TempFolder();
        using var index = VersionIndex.Open(folder.FullPath, NullLogger<VersionIndex>.Instance);
        var group = Some.Id("home/0").Group;
        var mates = Enumerable.Range(0, 5000).Select(i => $"home/{i}").Where(t => Some.Id(t).Group == group).ToList();
        Assert.True(mates.Count > 3);
        for (var i = 0; i < mates.Count; i++)
            index.Put(Some.Version(mates[i], i + 1));
        index.Put(Some.Version(Enumerable.Range(0, 5000).Select(i => $"other/{i}").First(t => Some.Id(t).Group != group), 99));

        var pairs = mates
            .Select((m, i) => Convert.ToHexString(Some.Id(m).Key) + Convert.ToHexString(Some.Version(m, i + 1).Head.Commit))
            .Order(StringComparer.Ordinal);
        var root = GroupRoot.Of(index, group);
        Assert.Equal(SHA256.HashData(Convert.FromHexString(string.Concat(pairs))), root.Root);
        Assert.Equal((mates.Count, mates.Count * (mates.Count + 1L) / 2), (root.Resources, root.Writes));
        Assert.Equal(2, index.Groups().Count);
    }
}
