using Decent.Instance.Index;
using Decent.Instance.Publishing;

namespace Decent.Instance.Tests.Publishing;

public sealed class CutTests
{
    public static TheoryData<PublishStep> Steps => [.. Enum.GetValues<PublishStep>()];

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task After_a_cut_at_any_step_a_version_is_everywhere_or_nowhere(PublishStep step)
    {
        await using var instance = await TestInstance.StartAsync();
        var first = await instance.HeadAfterAsync("home/a", Some.Bytes(5000, 1));
        await CutAsync(instance, step, "home/a", 2);
        await CutAsync(instance, step, "home/new", 3);
        await instance.ReopenAsync();

        var expected = step >= PublishStep.Moved;
        Assert.Equal(expected ? 2 : 1, await AgreedCountAsync(instance, "home/a"));
        Assert.Equal(expected ? 1 : 0, await AgreedCountAsync(instance, "home/new"));
        Assert.Equal(0, instance.Lost);
        if (!expected)
            Assert.Equal(first, instance.Get<VersionIndex>().Find(first.Id)!.Head);
        Assert.Equal(expected ? 3 : 2, (await instance.HeadAfterAsync("home/a", Some.Bytes(5000, 4))).Count);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_publication_that_fails_half_way_does_not_spoil_the_next_of_a_running_daemon(PublishStep step)
    {
        await using var instance = await TestInstance.StartAsync();
        await CutAsync(instance, step, "home/a", 1);
        var next = await instance.PublishAsync("home/a", Some.Bytes(5000, 1));
        Assert.Equal(step >= PublishStep.Moved ? PublishOutcome.Unchanged : PublishOutcome.Published, next.Outcome);
        Assert.Equal(1, await AgreedCountAsync(instance, "home/a"));
        Assert.Equal(2, (await instance.HeadAfterAsync("home/a", Some.Bytes(5000, 2))).Count);
    }

    [Fact]
    public async Task What_a_crash_kept_from_the_relay_is_told_after_the_restart()
    {
        await using var instance = await TestInstance.StartAsync();
        await CutAsync(instance, PublishStep.Moved, "home/a", 1);
        Assert.Empty(instance.Relay.Told);
        await instance.ReopenAsync();
        Assert.Equal("home/a", Assert.Single(instance.Relay.Told).Id.Text);
    }

    [Fact]
    public async Task An_acknowledged_version_that_git_lost_is_counted_and_told()
    {
        await using var instance = await TestInstance.StartAsync();
        await instance.HeadAfterAsync("home/a", Some.Bytes(10));
        await instance.HeadAfterAsync("home/b", Some.Bytes(10));
        await Some.GitAsync($"--git-dir={instance.Repository("home", "_data.git")}", "update-ref", "-d", "refs/heads/r/a");
        await instance.ReopenAsync();
        Assert.Equal(1, instance.Lost);
        Assert.Null(instance.Get<VersionIndex>().Find(Some.Id("home/a")));
        Assert.NotNull(instance.Get<VersionIndex>().Find(Some.Id("home/b")));
    }

    [Fact]
    public async Task A_version_whose_content_git_had_before_is_a_synced_pack_like_every_other()
    {
        await using var instance = await TestInstance.StartAsync();
        foreach (var seed in (uint[])[1, 2, 1])
            await instance.HeadAfterAsync("home/a", Some.Bytes(5000, seed));
        // Its commit alone is new: git would make one object a file of its own, in a folder that nobody syncs.
        var objects = Path.Combine(instance.Repository("home", "_data.git"), "objects");
        Assert.Equal(["info", "pack"], Directory.GetDirectories(objects).Select(Path.GetFileName).Order());
        Assert.Equal(3, Directory.GetFiles(Path.Combine(objects, "pack"), "*.pack").Length);
    }

    private static async Task CutAsync(TestInstance instance, PublishStep step, string id, uint seed)
    {
        instance.Probe.At = step;
        await Assert.ThrowsAsync<PowerCutException>(() => instance.PublishAsync(id, Some.Bytes(5000, seed)));
        instance.Probe.At = null;
    }

    /// <summary>The resource's count, after checking that git, ledger and index say the same; 0 when all say nothing.</summary>
    private static async Task<long> AgreedCountAsync(TestInstance instance, string id)
    {
        var resource = Some.Id(id);
        var indexed = instance.Get<VersionIndex>().Find(resource)?.Head;
        var acknowledged = instance.Get<Ledger>().OfTenant("home").SingleOrDefault(e => e.Id == id)?.Commit;
        var folder = $"--git-dir={instance.Repository("home", "_data.git")}";
        var tip = (await Some.GitAsync(folder, "for-each-ref", "--format=%(objectname)", $"refs/heads/{resource.Branch}")).Trim();
        Assert.Equal(tip, indexed is null ? "" : Convert.ToHexStringLower(indexed.Commit));
        Assert.Equal(tip, acknowledged ?? "");
        return indexed?.Count ?? 0;
    }
}
