using Decent.Instance.Git;
using Decent.Instance.Index;
using Decent.Instance.Publishing;

namespace Decent.Instance.Tests.Publishing;

public sealed class ConcurrencyTests
{
    [Fact]
    public async Task Publications_of_one_resource_at_once_leave_no_gap_in_its_counts()
    {
        await using var instance = await TestInstance.StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(1, 12).Select(i => PublishAsync(instance, "home/a", i)));
        Assert.All(answers, a => Assert.Equal(PublishOutcome.Published, a.Outcome));
        Assert.Equal(Enumerable.Range(1, 12).Select(i => (long)i), answers.Select(a => a.Head!.Count).Order());
        Assert.Equal(12, answers.Select(a => a.Head!.Label).Distinct().Count());
        Assert.Equal("12\n", await Some.GitAsync($"--git-dir={instance.Repository("home", "_data.git")}", "rev-list", "--count", "r/a"));
        Assert.Equal(12, instance.Get<VersionIndex>().Find(Some.Id("home/a"))!.Head.Count);
    }

    [Fact]
    public async Task Shard_counts_have_no_gap_over_resources_and_tenants()
    {
        await using var instance = await TestInstance.StartAsync();
        var (first, second) = TwoOfOneShard();
        await Task.WhenAll(Enumerable.Range(1, 10).Select(i => PublishAsync(instance, i % 2 == 0 ? first : second, i)));
        Assert.Equal(10, instance.Get<VersionIndex>().ShardCount(Some.Id(first).Shard));
        var tips = instance.Get<VersionIndex>().OfShard(Some.Id(first).Shard);
        Assert.Equal([5L, 5L], tips.Select(t => t.Head.Count));
        Assert.Contains(tips, t => t.ShardCount == 10);
    }

    [Fact]
    public async Task A_tenant_takes_no_more_than_its_queue_holds()
    {
        await using var instance = await TestInstance.StartAsync(queueMax: 1);
        using var reached = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        instance.Probe.Watch = step =>
        {
            if (step != PublishStep.Imported)
                return;
            reached.Release();
            go.Wait(TimeSpan.FromSeconds(120), Some.Ct);
        };
        var first = Task.Run(() => PublishAsync(instance, "home/a", 1), Some.Ct);
        Assert.True(await reached.WaitAsync(TimeSpan.FromSeconds(120), Some.Ct));
        var second = await PublishAsync(instance, "home/b", 2);
        Assert.Equal(PublishOutcome.Busy, second.Outcome);
        Assert.NotEqual("", second.Rule);
        go.Release(2);
        Assert.Equal(PublishOutcome.Published, (await first).Outcome);
        Assert.Equal(PublishOutcome.Published, (await PublishAsync(instance, "home/b", 2)).Outcome);
    }

    [Fact]
    public async Task Cancelling_before_the_commit_point_leaves_no_version()
    {
        await using var instance = await TestInstance.StartAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Some.Ct);
        instance.Probe.Watch = step =>
        {
            if (step == PublishStep.Imported)
                cancel.Cancel();
        };
        var source = instance.Folder.Write("source", Some.Bytes(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => instance.Get<Publisher>().PublishAsync(source, "home/a", null, cancel.Token));
        instance.Probe.Watch = null;
        Assert.Null(instance.Get<VersionIndex>().Find(Some.Id("home/a")));
        Assert.Equal(1, (await instance.HeadAfterAsync("home/a", Some.Bytes(100))).Count);
    }

    private static Task<Publication> PublishAsync(TestInstance instance, string id, int seed) =>
        instance.Get<Publisher>().PublishAsync(instance.Folder.Write($"source{seed}", Some.Bytes(200, (uint)seed)), id, null, Some.Ct);

    /// <summary>Two ids of different tenants in one shard: searched, since a shard is a hash.</summary>
    private static (string First, string Second) TwoOfOneShard()
    {
        var shards = Enumerable.Range(0, 2000).ToLookup(i => Some.Id($"home/{i}").Shard);
        var other = Enumerable.Range(0, 100_000).First(i => shards.Contains(Some.Id($"away/{i}").Shard));
        return ($"home/{shards[Some.Id($"away/{other}").Shard].First()}", $"away/{other}");
    }
}
