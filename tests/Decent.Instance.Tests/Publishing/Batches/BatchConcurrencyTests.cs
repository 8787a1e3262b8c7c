using Decent.Instance.Index;
using Decent.Instance.Publishing;
using Decent.Instance.Publishing.Batches;

namespace Decent.Instance.Tests.Publishing.Batches;

public sealed class BatchConcurrencyTests
{
    private const int Count = 300;

    [Fact]
    public async Task Batches_and_single_publications_of_several_tenants_at_once_leave_no_gap_in_the_shards_counts()
    {
        await using var instance = await TestInstance.StartAsync();
        var work = new List<Task>();
        foreach (var tenant in (string[])["home", "away"])
        {
            for (uint round = 1; round <= 3; round++)
                work.Add(instance.PublishedAsync(BatchScene.Fill(instance.Folder, Count, round, $"{tenant}{round}"), $"{tenant}/x", published: Count));
            for (var i = 0; i < 10; i++)
                work.Add(instance.Get<Publisher>().PublishAsync(instance.Folder.Write($"{tenant}-{i}", [(byte)i]), $"{tenant}/single/{i}", null, Some.Ct));
        }
        await Task.WhenAll(work);
        Assert.Equal(Count + 10, await instance.AgreedAsync("home"));
        Assert.Equal(Count + 10, await instance.AgreedAsync("away"));
        await NoGapAsync(instance, writes: 2 * ((3 * Count) + 10));
    }

    [Fact]
    public async Task Other_tenants_publish_while_a_batch_reads_its_files()
    {
        await using var instance = await TestInstance.StartAsync();
        using var reached = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        instance.Probe.WatchBatch = step =>
        {
            if (step != BatchStep.Fed)
                return;
            reached.Release();
            go.Wait(TimeSpan.FromSeconds(60), Some.Ct);
        };
        var batch = Task.Run(() => instance.EachAsync(BatchScene.Fill(instance.Folder, Count), "home/x"), Some.Ct);
        Assert.True(await reached.WaitAsync(TimeSpan.FromSeconds(60), Some.Ct));
        for (var i = 0; i < 5; i++)
            Assert.Equal(1, (await instance.HeadAfterAsync($"away/x/{i}", Some.Bytes(10))).Count);
        go.Release();
        Assert.Equal(PublishOutcome.Published, (await batch).Outcome);
        await NoGapAsync(instance, writes: Count + 5);
    }

    /// <summary>Every commit's Decent-Shard-Count, over all tenants and versions: 1, 2, 3 ... in each shard.</summary>
    private static async Task NoGapAsync(TestInstance instance, int writes)
    {
        var seen = new Dictionary<int, List<long>>();
        foreach (var tenant in (string[])["home", "away"])
        {
            foreach (var branch in (await instance.BranchesAsync(tenant)).Keys)
            {
                Assert.True(Decent.Content.ResourceId.TryFromBranch(tenant, branch, out var id));
                seen.TryAdd(id.Shard, []);
            }
            var log = await Some.GitAsync($"--git-dir={instance.Repository(tenant, "_data.git")}", "log", "--branches=r/*",
                "--format=%s %(trailers:key=Decent-Shard-Count,valueonly,separator=)");
            foreach (var line in log.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var words = line.Split(' ');
                seen[Some.Id($"{tenant}/{words[1]}").Shard].Add(long.Parse(words[2]));
            }
        }
        Assert.Equal(writes, seen.Values.Sum(counts => counts.Count));
        foreach (var (shard, counts) in seen)
        {
            Assert.Equal(Enumerable.Range(1, counts.Count).Select(i => (long)i), counts.Order());
            Assert.Equal(counts.Count, instance.Get<VersionIndex>().ShardCount(shard));
        }
    }
}
