using Decent.Content;
using Decent.Instance.Publishing;

namespace Decent.Instance.Tests.Publishing;

public sealed class ContentRecoveryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Content_that_the_store_dropped_comes_back_from_git_with_the_same_cid(bool storeLost)
    {
        await using var instance = await TestInstance.StartAsync();
        var file = await instance.HeadAfterAsync("home/a", Some.Bytes(3 << 20));
        instance.Folder.Write("site/x/1", Some.Bytes(9000, 5));
        instance.Folder.Write("site/y", Some.Bytes(0));
        var folder = (await instance.Get<Publisher>().PublishAsync(instance.Folder.At("site"), "home/site", null, Some.Ct)).Head!;
        if (storeLost)
            await instance.ReopenAsync(() => Directory.Delete(Path.Combine(instance.State, "content"), recursive: true));
        else
            instance.Get<ContentStore>().ClearContent();

        foreach (var head in (Head[])[file, folder])
        {
            Assert.Equal(!storeLost, instance.Get<ContentStore>().TryGetManifest(head.Root, out _));
            Assert.True(await instance.Get<ContentRecovery>().RestoreAsync(head.Id, Some.Ct));
            Assert.True(instance.Get<ContentStore>().TryGetManifest(head.Root, out var manifest));
            Assert.True(instance.Get<ContentStore>().HasWhole(manifest));
        }
    }

    [Fact]
    public async Task An_unknown_resource_is_not_recovered()
    {
        await using var instance = await TestInstance.StartAsync();
        Assert.False(await instance.Get<ContentRecovery>().RestoreAsync(Some.Id("home/nothing"), Some.Ct));
    }
}
