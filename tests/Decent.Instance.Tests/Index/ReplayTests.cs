using Decent.Content;
using Decent.Hosting.Gateway;
using Decent.Instance.Index;

namespace Decent.Instance.Tests.Index;

public sealed class ReplayTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_index_that_was_lost_gives_identical_answers_again(bool garbled)
    {
        await using var instance = await FilledAsync();
        var before = instance.Get<VersionIndex>().OfTenant("home");
        await instance.ReopenAsync(() =>
        {
            var path = Path.Combine(instance.State, "index.db");
            if (garbled)
                File.WriteAllBytes(path, Some.Bytes(10_000));
            else
                File.Delete(path);
        });
        Assert.Equal(5, before.Count);
        Assert.Equal(before, instance.Get<VersionIndex>().OfTenant("home"));
        Assert.Equal(garbled, instance.Get<VersionIndex>().RebuiltReason is not null);
        Assert.Equal(0, instance.Lost);
    }

    [Fact]
    public async Task Manifests_come_back_from_git_when_the_content_store_is_lost_and_somebody_asks()
    {
        await using var instance = await FilledAsync();
        var before = instance.Get<VersionIndex>().OfTenant("home");
        await instance.ReopenAsync(() => Directory.Delete(Path.Combine(instance.State, "content"), recursive: true));
        foreach (var head in before.Select(v => v.Head))
        {
            Assert.False(instance.Get<ContentStore>().TryGetManifest(head.Root, out _));
            var manifest = await instance.Get<IContentGateway>().FindManifestAsync(head.Root, onlyCached: false, Some.Ct);
            Assert.Equal(head.Size, manifest!.Size);
            Assert.True(instance.Get<ContentStore>().TryGetManifest(head.Root, out _));
        }
    }

    [Fact]
    public async Task Branches_of_other_programs_are_left_alone()
    {
        await using var instance = await FilledAsync();
        var data = $"--git-dir={instance.Repository("home", "_data.git")}";
        var scripts = (await Some.GitAsync($"--git-dir={instance.Repository("home", "_script.git")}", "rev-parse", "main")).Trim();
        await Some.GitAsync(data, "fetch", "-q", instance.Repository("home", "_script.git"), "main:refs/heads/r/foreign", "main:refs/heads/topic");
        await instance.ReopenAsync();
        Assert.Null(instance.Get<VersionIndex>().Find(Some.Id("home/foreign")));
        Assert.Equal(scripts, (await Some.GitAsync(data, "rev-parse", "refs/heads/r/foreign")).Trim());
        Assert.Equal(5, instance.Get<VersionIndex>().OfTenant("home").Count);
    }

    private static async Task<TestInstance> FilledAsync()
    {
        var instance = await TestInstance.StartAsync();
        for (var i = 1; i <= 7; i++)
            await instance.HeadAfterAsync($"home/file {i % 5}", Some.Bytes(1000 * i, (uint)i));
        return instance;
    }
}
