using System.Net;
using System.Net.Http.Headers;
using Decent.Content;
using Decent.Instance.Index;

namespace Decent.Instance.Tests.Gateway;

public sealed class InstanceGatewayTests
{
    [Fact]
    public async Task A_resource_is_served_by_its_name_and_by_its_cid()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var bytes = Some.Bytes(300_000);
        var head = await daemon.PublishAsync("home/logo.png", bytes);
        using var answer = await daemon.Http.GetAsync("/r/home/logo.png", Some.Ct);
        Assert.Equal(bytes, await answer.Content.ReadAsByteArrayAsync(Some.Ct));
        Assert.Equal("image/png", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(head.Label, answer.Headers.GetValues("Decent-Version").Single());
        Assert.Equal(bytes, await daemon.Http.GetByteArrayAsync($"/ipfs/{head.Root}", Some.Ct));

        using var part = new HttpRequestMessage(HttpMethod.Get, $"/ipfs/{head.Root}") { Headers = { Range = new RangeHeaderValue(4000, 9000) } };
        using var ranged = await daemon.Http.SendAsync(part, Some.Ct);
        Assert.Equal(HttpStatusCode.PartialContent, ranged.StatusCode);
        Assert.Equal(bytes[4000..9001], await ranged.Content.ReadAsByteArrayAsync(Some.Ct));
    }

    [Fact]
    public async Task Blocks_and_manifests_are_served_as_they_are()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var bytes = Some.Bytes(10_000);
        var head = await daemon.PublishAsync("home/a", bytes);
        Assert.True(Manifest.TryRead(await daemon.Http.GetByteArrayAsync($"/api/v1/manifest/{head.Root}", Some.Ct), out var manifest, out _));
        Assert.Equal(head.Root, manifest.Root);
        var tag = Convert.ToHexStringLower(manifest.LeafTag(1));
        Assert.Equal(bytes[4032..8064], await daemon.Http.GetByteArrayAsync($"/api/v1/block/{tag}", Some.Ct));
        var leaf = Cid.Raw(manifest.LeafDigest(2));
        Assert.Equal(bytes[8064..], await daemon.Http.GetByteArrayAsync($"/ipfs/{leaf}?format=raw", Some.Ct));
    }

    [Theory]
    [InlineData("/r/home/none", HttpStatusCode.NotFound)]
    [InlineData("/r/nothing", HttpStatusCode.BadRequest)]
    [InlineData("/ipfs/bafkreicysg23kiwv34eg2d7qweipxwosdo2py4ldv42nbauguluen5v6am", HttpStatusCode.NotFound)]
    [InlineData("/ipfs/nonsense", HttpStatusCode.BadRequest)]
    [InlineData("/ipfs/bafkreicysg23kiwv34eg2d7qweipxwosdo2py4ldv42nbauguluen5v6am?format=raw", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/manifest/bafkreicysg23kiwv34eg2d7qweipxwosdo2py4ldv42nbauguluen5v6am", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/block/00112233445566778899aabbccddeeff", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/block/0011", HttpStatusCode.BadRequest)]
    public async Task What_is_not_here_is_said_so(string path, HttpStatusCode expected)
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var answer = await daemon.Http.GetAsync(path, Some.Ct);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Contains("\"error\"", await answer.Content.ReadAsStringAsync(Some.Ct));
    }

    [Fact]
    public async Task Content_that_the_store_lost_comes_back_from_git()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var bytes = Some.Bytes(300_000);
        var head = await daemon.PublishAsync("home/a", bytes);
        Assert.Equal(300_000, daemon.Get<ContentStore>().ClearContent());
        Assert.Equal(bytes, await daemon.Http.GetByteArrayAsync("/r/home/a", Some.Ct));
        daemon.Get<ContentStore>().ClearContent();
        Assert.Equal(bytes, await daemon.Http.GetByteArrayAsync($"/ipfs/{head.Root}", Some.Ct));
        Assert.True(daemon.Get<ContentStore>().HasObject(head.Root));
    }

    [Fact]
    public async Task A_file_of_a_folder_comes_back_by_its_own_cid_once_the_manifest_was_asked_for()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var bytes = Some.Bytes(50_000);
        daemon.Folder.Write("site/index.html", bytes);
        daemon.Folder.Write("site/b/other.css", Some.Bytes(10, 2));
        Assert.Equal("", (await daemon.CliAsync("publish", daemon.Folder.At("site"), "--as", "home/site")).Error);
        Assert.Equal(bytes, await daemon.Http.GetByteArrayAsync("/r/home/site/-/index.html", Some.Ct));
        var head = daemon.Get<VersionIndex>().Find(Some.Id("home/site"))!.Head;
        daemon.Get<ContentStore>().ClearContent();

        // As an edge asks: manifest first, then each file by its CID, and only what is at hand.
        Assert.True(Manifest.TryRead(await daemon.Http.GetByteArrayAsync($"/api/v1/manifest/{head.Root}", Some.Ct), out var manifest, out _));
        using var ask = new HttpRequestMessage(HttpMethod.Get, $"/ipfs/{manifest.Find("index.html")!.Cid}");
        ask.Headers.CacheControl = new CacheControlHeaderValue { OnlyIfCached = true };
        using var answer = await daemon.Http.SendAsync(ask, Some.Ct);
        Assert.Equal(bytes, await answer.Content.ReadAsByteArrayAsync(Some.Ct));
    }
}
