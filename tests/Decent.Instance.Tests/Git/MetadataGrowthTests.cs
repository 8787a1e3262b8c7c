using Decent.Content;
using Decent.Instance.Git;
using Decent.Instance.Index;

namespace Decent.Instance.Tests.Git;

/// <summary>What the history of <c>_info</c> costs. The benchmark repeats it with a thousand commits.</summary>
public sealed class MetadataGrowthTests(ITestOutputHelper output)
{
    private const int Publications = 1000;
    private const long GrowthMax = 100_000;

    [Theory]
    [InlineData(1000, 20)]
    [InlineData(100, 20)]
    [InlineData(1000, 5)]
    public async Task A_thousand_publications_grow_it_by_at_most_a_tenth_of_a_megabyte(int resources, int perBatch)
    {
        await using var instance = await TestInstance.StartAsync();
        await PublishAsync(instance, resources, 0, resources, perBatch: resources);
        await instance.Get<InfoWriter>().TidyAsync("home", Some.Ct);
        var before = SizeOf(instance);
        await PublishAsync(instance, resources, resources, Publications, perBatch);
        await instance.Get<InfoWriter>().TidyAsync("home", Some.Ct);
        var growth = SizeOf(instance) - before;
        output.WriteLine($"{Publications} publications of {resources} resources, {perBatch} to a commit: {growth} bytes on {before}");
        Assert.InRange(growth, -before, GrowthMax);
        await NewestAsync(instance, resources);
    }

    [Fact]
    public async Task It_is_cut_by_itself_and_who_follows_along_never_notices()
    {
        await using var instance = await TestInstance.StartAsync(git: new GitOptions { ScrapsMax = 40 });
        await PublishAsync(instance, 50, 0, 50, perBatch: 50);
        var repository = instance.Repository("home", "_info.git");
        var clone = instance.Folder.At("clone");
        await Some.GitAsync("clone", "-q", $"file://{repository}", clone);
        for (var i = 0; i < 8; i++)
        {
            await PublishAsync(instance, 50, 50 + (i * 40), 40, perBatch: 2);
            await Some.GitAsync("-C", clone, "pull", "-q", "--ff-only");
            Assert.Equal(await TipAsync(repository), await TipAsync(Path.Combine(clone, ".git")));
        }
        // Of 162 commits at most the 42 of two versions each that fit, and those since the last tidying.
        Assert.InRange(int.Parse(await Some.GitAsync($"--git-dir={repository}", "rev-list", "--count", "main")), 40, 42 + 45);
        Assert.InRange(int.Parse(await Some.GitAsync("-C", clone, "rev-list", "--count", "main")), 161, 163);
        await Some.GitAsync($"--git-dir={repository}", "fsck", "--full", "--strict");
        await NewestAsync(instance, 50);
    }

    [Fact]
    public async Task Who_comes_after_a_cut_clones_and_who_missed_it_fetches_the_newest_alone()
    {
        await using var instance = await TestInstance.StartAsync();
        await PublishAsync(instance, 10, 0, 10, perBatch: 10);
        var repository = instance.Repository("home", "_info.git");
        var late = instance.Folder.At("late");
        await Some.GitAsync("clone", "-q", $"file://{repository}", late);
        await PublishAsync(instance, 10, 10, 120, perBatch: 1);
        await instance.Get<InfoWriter>().TidyAsync("home", Some.Ct);
        await Some.GitAsync("-C", late, "fetch", "-q", "--depth=1", "origin", "main");
        Assert.Equal(await TipAsync(repository), (await Some.GitAsync("-C", late, "rev-parse", "FETCH_HEAD")).Trim());
        var clone = instance.Folder.At("new");
        await Some.GitAsync("clone", "-q", $"file://{repository}", clone);
        Assert.InRange(int.Parse(await Some.GitAsync("-C", clone, "rev-list", "--count", "main")), 60, 66);
        await PublishAsync(instance, 10, 500, 3, perBatch: 1);
        await Some.GitAsync("-C", clone, "pull", "-q", "--ff-only");
        Assert.Equal(await TipAsync(repository), await TipAsync(Path.Combine(clone, ".git")));
    }

    /// <summary>Publications <paramref name="from"/> and on, each of the next resource in turn, told in batches.</summary>
    private static async Task PublishAsync(TestInstance instance, int resources, int from, int count, int perBatch)
    {
        await instance.Get<TenantRepositories>().OpenAsync("home", Some.Ct);
        foreach (var batch in Enumerable.Range(from, count).Chunk(perBatch))
        {
            instance.Get<VersionIndex>().Put([.. batch.Select(i => new IndexEntry(Version(i, resources), VersionBlocks.None))], []);
            await instance.Get<InfoWriter>().FlushAsync(Some.Ct);
        }
    }

    private static ResourceVersion Version(int publication, int resources)
    {
        var count = (publication / resources) + 1;
        var version = Some.Version($"home/maps/f{publication % resources:d6}.bin", count);
        var bytes = Some.Bytes(64, (uint)publication + 1);
        return version with
        {
            Head = version.Head with
            {
                Commit = bytes[..20], Root = Cid.Raw(bytes.AsSpan(20, 32)), Size = 10_000 + publication, Time = version.Head.Time.AddSeconds(publication),
            },
        };
    }

    private static async Task NewestAsync(TestInstance instance, int resources)
    {
        var expected = instance.Get<VersionIndex>().OfTenant("home");
        Assert.Equal(resources, expected.Count);
        foreach (var shard in expected.GroupBy(v => v.Head.Id.Shard).Take(20))
        {
            var text = await Some.GitAsync($"--git-dir={instance.Repository("home", "_info.git")}", "show", $"main:{ShardTable.Path(shard.Key)}");
            Assert.Equal(string.Concat(shard.Select(v => v.Head.ToJson() + "\n")), text);
        }
    }

    private static long SizeOf(TestInstance instance) =>
        new DirectoryInfo(instance.Repository("home", "_info.git")).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length);

    private static async Task<string> TipAsync(string repository) => (await Some.GitAsync($"--git-dir={repository}", "rev-parse", "main")).Trim();
}
