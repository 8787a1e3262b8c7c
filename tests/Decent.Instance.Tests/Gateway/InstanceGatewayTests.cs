using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
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

    [Theory]
    [InlineData(1 << 30)]
    [InlineData(100_000)]
    public async Task Every_small_block_of_a_newest_version_is_answered_also_when_the_store_lost_it_or_never_had_room(long contentBytes)
    {
        await using var daemon = await TestDaemon.StartAsync(contentBytes: contentBytes);
        daemon.Folder.Write("site/a/index.html", Some.Bytes(9000, 1));
        daemon.Folder.Write("site/large", Some.Bytes((1 << 20) + 5, 2));
        daemon.Folder.Write("site/small", Some.Bytes(200_000, 3));
        daemon.Folder.Write("site/z", []);
        var old = await daemon.PublishAsync("home/single", Some.Bytes(10, 4));
        await daemon.PublishAsync("home/single", Some.Bytes(10, 5));
        Assert.Equal(CliExit.Ok, (await daemon.CliAsync("publish", daemon.Folder.At("site"), "--each", "--as", "home/each")).Exit);
        if (contentBytes > 1 << 20)
            Assert.Equal(CliExit.Ok, (await daemon.CliAsync("publish", daemon.Folder.At("site"), "--as", "home/site")).Exit);
        daemon.Get<ContentStore>().ClearContent();

        var blocks = 0;
        foreach (var version in daemon.Get<VersionIndex>().OfTenant("home"))
        {
            Assert.True(Manifest.TryRead(await daemon.Http.GetByteArrayAsync($"/api/v1/manifest/{version.Head.Root}", Some.Ct), out var manifest, out _));
            for (var leaf = 0; leaf < manifest.LeafCount; leaf++)
            {
                if (manifest.LeafTag(leaf).IsEmpty)
                    continue;
                var block = await daemon.Http.GetByteArrayAsync($"/api/v1/block/{Convert.ToHexStringLower(manifest.LeafTag(leaf))}", Some.Ct);
                Assert.Equal(manifest.LeafDigest(leaf).ToArray(), SHA256.HashData(block));
                blocks++;
            }
        }
        Assert.Equal(contentBytes > 1 << 20 ? 1 + (2 * (3 + 50 + 1)) : 1 + 3 + 50 + 1, blocks);
        var tag = new byte[BlockTag.Length];
        BlockTag.Compute(Some.Bytes(10, 4), tag);
        daemon.Get<ContentStore>().ClearContent();
        using var gone = await daemon.Http.GetAsync($"/api/v1/block/{Convert.ToHexStringLower(tag)}", Some.Ct);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.NotEqual(old.Root, daemon.Get<VersionIndex>().Find(old.Id)!.Head.Root);
    }

    [Fact]
    public async Task Raw_roots_and_nodes_come_from_git_when_the_store_has_none()
    {
        await using var daemon = await TestDaemon.StartAsync();
        daemon.Folder.Write("site/small", Some.Bytes(100));
        daemon.Folder.Write("site/more", Some.Bytes(10_000));
        Assert.Equal(CliExit.Ok, (await daemon.CliAsync("publish", daemon.Folder.At("site"), "--each", "--as", "home/each")).Exit);
        foreach (var version in daemon.Get<VersionIndex>().OfTenant("home"))
        {
            var raw = await daemon.Http.GetByteArrayAsync($"/ipfs/{version.Head.Root}?format=raw", Some.Ct);
            Assert.Equal(version.Head.Root.Digest.ToArray(), SHA256.HashData(raw));
        }
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
