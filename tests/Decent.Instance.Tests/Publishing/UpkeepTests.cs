using Decent.Instance.Git;
using Decent.Instance.Index;
using Decent.Instance.Publishing.Tidying;

namespace Decent.Instance.Tests.Publishing;

public sealed class UpkeepTests
{
    [Fact]
    public async Task Packs_and_refs_are_put_together_and_every_version_stays()
    {
        await using var instance = await TestInstance.StartAsync(git: new GitOptions { ScrapsMax = 12 });
        for (var i = 0; i < 5; i++)
            await instance.HeadAfterAsync($"home/{i}", Some.Bytes(2000, (uint)i));
        Assert.False(await instance.Get<Tidier>().TidyWhenDueAsync("home", Some.Ct));
        for (var i = 0; i < 5; i++)
            await instance.HeadAfterAsync($"home/{i}", Some.Bytes(2000, (uint)i + 10));
        var before = instance.Get<VersionIndex>().OfTenant("home");
        Assert.True(await instance.Get<Tidier>().TidyWhenDueAsync("home", Some.Ct));

        var repository = instance.Repository("home", "_data.git");
        Assert.InRange(Directory.GetFiles(Path.Combine(repository, "objects/pack"), "*.pack").Length, 1, 3);
        Assert.Empty(Directory.GetFiles(Path.Combine(repository, "refs"), "*", SearchOption.AllDirectories));
        await Some.GitAsync($"--git-dir={repository}", "fsck", "--full", "--strict");
        await instance.ReopenAsync(() => File.Delete(Path.Combine(instance.State, "index.db")));
        Assert.Equal(before, instance.Get<VersionIndex>().OfTenant("home"));
        Assert.Equal(3, (await instance.HeadAfterAsync("home/1", Some.Bytes(2000, 30))).Count);
        Assert.Equal(Some.Bytes(2000, 12), await File.ReadAllBytesAsync(Path.Combine(await instance.CloneAsync("home/2"), "2"), Some.Ct));
    }
}
