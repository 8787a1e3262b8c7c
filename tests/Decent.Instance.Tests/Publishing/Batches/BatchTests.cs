using System.Text;
using Decent.Content;
using Decent.Instance.Git;
using Decent.Instance.Index;
using Decent.Instance.Publishing;
using Decent.Instance.Publishing.Batches;

namespace Decent.Instance.Tests.Publishing.Batches;

public sealed class BatchTests
{
    [Fact]
    public async Task Two_thousand_files_become_resources_in_one_call_that_stock_git_clones_and_the_gateway_serves()
    {
        const int Count = 2000;
        await using var instance = await TestInstance.StartAsync();
        await instance.PublishedAsync(BatchScene.Fill(instance.Folder, Count), "home/maps", published: Count);
        Assert.Equal(Count, await instance.AgreedAsync("home"));
        await instance.FsckAsync("home");
        Assert.Single(Directory.GetFiles(Path.Combine(instance.Repository("home", "_data.git"), "objects/pack"), "*.pack"));
        Assert.Equal(Count, instance.Relay.Told.Count);

        for (var i = 0; i < Count; i += 397)
        {
            var id = $"home/maps/{BatchScene.PathOf(i)}";
            var head = instance.Get<VersionIndex>().Find(Some.Id(id))!.Head;
            Assert.Equal(("20260314-1-test-instance", 1L, 100L + i, false), (head.Label, head.Count, head.Size, head.IsFolder));
            var clone = await instance.CloneAsync(id);
            Assert.Equal(BatchScene.Bytes(i), await File.ReadAllBytesAsync(Path.Combine(clone, $"{i:d3}"), Some.Ct));
            Assert.True(Manifest.TryRead(await File.ReadAllBytesAsync(Path.Combine(clone, "../manifest"), Some.Ct), out var manifest, out _));
            Assert.Equal(head.Root, manifest.Root);
        }
    }

    [Fact]
    public async Task A_batch_gives_each_resource_the_version_that_a_publication_of_its_own_would_have_given()
    {
        await using var one = await TestInstance.StartAsync();
        await using var many = await TestInstance.StartAsync();
        int[] lengths = [0, 1, 4032, 4033, 1 << 20, (1 << 20) + 1, (3 << 20) + 17];
        string[] names = ["empty", "one", "a/block", "a/two blocks", "b/c/most", "b/c/large", "grüße \"und\" 100%"];
        for (var i = 0; i < names.Length; i++)
        {
            many.Folder.Write("each/" + names[i], Some.Bytes(lengths[i], (uint)i + 1));
            await one.HeadAfterAsync("home/x/" + names[i], Some.Bytes(lengths[i], (uint)i + 1));
        }
        await many.PublishedAsync(many.Folder.At("each"), "home/x/", published: names.Length);
        var expected = one.Get<VersionIndex>().OfTenant("home");
        Assert.Equal(expected, many.Get<VersionIndex>().OfTenant("home"));
        foreach (var id in expected.Select(v => v.Head.Id))
            Assert.Equal(one.Get<VersionIndex>().Tags(id, 1000), many.Get<VersionIndex>().Tags(id, 1000));
    }

    [Fact]
    public async Task Unchanged_resources_are_skipped_and_changed_ones_follow_their_parents()
    {
        await using var instance = await TestInstance.StartAsync();
        await instance.HeadAfterAsync("home/x/a/000", Some.Bytes(7));
        var source = BatchScene.Fill(instance.Folder, 10);
        await instance.PublishedAsync(source, "home/x", published: 10);
        await instance.PublishedAsync(source, "home/x", published: 0, unchanged: 10);
        instance.Folder.Write("each/b/004", Some.Bytes(8));
        instance.Folder.Write("each/new", Some.Bytes(9));
        await instance.PublishedAsync(source, "home/x", published: 2, unchanged: 9);

        Assert.Equal(11, await instance.AgreedAsync("home"));
        foreach (var (id, count) in (ValueTuple<string, long>[])[("home/x/a/000", 2), ("home/x/b/004", 2), ("home/x/new", 1), ("home/x/c/002", 1)])
        {
            Assert.Equal(count, instance.Get<VersionIndex>().Find(Some.Id(id))!.Head.Count);
            var parents = await Some.GitAsync($"--git-dir={instance.Repository("home", "_data.git")}", "rev-list", "--count", Some.Id(id).Branch);
            Assert.Equal($"{count}\n", parents);
        }
        Assert.Equal(Some.Bytes(8), await File.ReadAllBytesAsync(Path.Combine(await instance.CloneAsync("home/x/b/004"), "004"), Some.Ct));
    }

    [Fact]
    public async Task Every_broken_name_is_counted_twenty_are_told_and_nothing_is_written()
    {
        await using var instance = await TestInstance.StartAsync();
        BatchScene.Fill(instance.Folder, 5);
        for (var i = 0; i < 23; i++)
            instance.Folder.Write($"each/bad\u0001{i:d2}", [1]);
        instance.Folder.Write($"each/{new string('n', 200)}", [1]);
        File.CreateSymbolicLink(instance.Folder.At("each/link"), "a/000");
        var answer = await instance.EachAsync(instance.Folder.At("each"), "home/x");
        Assert.Equal((PublishOutcome.Refused, BrokenRules.Told, 5), (answer.Outcome, answer.Rules.Count, answer.RulesMore));
        Assert.All(answer.Rules, rule => Assert.Contains("control characters", rule));
        Assert.Contains("bad\u000100", answer.Rules[0]);
        Assert.Empty(instance.Get<TenantRepositories>().Tenants());
    }

    [Theory]
    [InlineData("Home/x", "a tenant is")]
    [InlineData("home/../x", "..")]
    [InlineData("home//x", "empty")]
    [InlineData("", "a tenant is")]
    public async Task A_prefix_that_no_id_can_have_is_told_once(string prefix, string rule)
    {
        await using var instance = await TestInstance.StartAsync();
        var answer = await instance.EachAsync(BatchScene.Fill(instance.Folder, 3), prefix);
        Assert.Equal(PublishOutcome.Refused, answer.Outcome);
        Assert.Contains(rule, Assert.Single(answer.Rules));
    }

    [Fact]
    public async Task A_folder_without_files_is_refused_and_empty_folders_beside_files_are_nothing()
    {
        await using var instance = await TestInstance.StartAsync();
        Assert.Contains("no folder", Assert.Single((await instance.EachAsync(instance.Folder.At("none"), "home/x")).Rules));
        Directory.CreateDirectory(instance.Folder.At("each/empty"));
        Assert.Contains("no file", Assert.Single((await instance.EachAsync(instance.Folder.At("each"), "home/x")).Rules));
        instance.Folder.Write("each/a", [1]);
        await instance.PublishedAsync(instance.Folder.At("each"), "home", published: 1);
        Assert.NotNull(instance.Get<VersionIndex>().Find(Some.Id("home/a")));
    }

    [Fact]
    public async Task More_files_than_one_call_may_publish_are_refused()
    {
        await using var instance = await TestInstance.StartAsync(batchMax: 9);
        Assert.Contains("more than the 9", Assert.Single((await instance.EachAsync(BatchScene.Fill(instance.Folder, 10), "home/x")).Rules));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(2 << 20)]
    public async Task A_file_that_changes_after_it_was_checked_refuses_all_and_leaves_nothing(int length)
    {
        await using var instance = await TestInstance.StartAsync();
        await instance.HeadAfterAsync("home/x/a/000", Some.Bytes(7));
        var source = BatchScene.Fill(instance.Folder, 10);
        instance.Folder.Write("each/z", Some.Bytes(length, 1));
        var before = instance.Traces("home");
        instance.Probe.WatchBatch = step =>
        {
            if (step == BatchStep.Checked)
                instance.Folder.Write("each/z", Some.Bytes(length, 2));
        };
        var answer = await instance.EachAsync(source, "home/x");
        Assert.Equal(PublishOutcome.Refused, answer.Outcome);
        Assert.Contains("must not change", Assert.Single(answer.Rules));
        Assert.Equal(before, instance.Traces("home"));
        Assert.Equal(1, await instance.AgreedAsync("home"));
        instance.Probe.WatchBatch = null;
        await instance.PublishedAsync(source, "home/x", published: 11);
    }

    [Fact]
    public async Task Progress_ends_at_all_resources_and_bytes_in_each_phase()
    {
        await using var instance = await TestInstance.StartAsync();
        var progress = new Reports();
        await instance.EachAsync(BatchScene.Fill(instance.Folder, 30), "home/x", progress);
        var bytes = Enumerable.Range(0, 30).Sum(i => 100L + i);
        foreach (var phase in Enum.GetValues<BatchPhase>())
            Assert.Equal(new BatchProgress(phase, 30, 30, bytes, bytes), progress.Seen.Where(p => p.Phase == phase).MaxBy(p => p.Resources));
    }

    [Fact]
    public async Task A_batch_that_the_relay_cannot_take_whole_is_told_by_its_groups()
    {
        await using var instance = await TestInstance.StartAsync();
        instance.Relay.Refuses = true;
        await instance.PublishedAsync(BatchScene.Fill(instance.Folder, 10), "home/x", published: 10);
        Assert.Equal(10, await instance.AgreedAsync("home"));
    }

    private sealed class Reports : IProgress<BatchProgress>
    {
        private readonly Lock _gate = new();

        public List<BatchProgress> Seen { get; } = [];

        public void Report(BatchProgress value)
        {
            lock (_gate)
                Seen.Add(value);
        }
    }
}
