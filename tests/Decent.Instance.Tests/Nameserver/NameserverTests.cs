using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Decent.Content;
using Decent.Content.Shards;
using Decent.Instance.Keys;

namespace Decent.Instance.Tests.Nameserver;

public sealed class NameserverTests
{
    [Fact]
    public async Task The_newest_head_is_answered_with_its_commit_as_tag()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.PublishAsync("home/site/grüße 1.txt", Some.Bytes(10, 1));
        var head = await daemon.PublishAsync("home/site/grüße 1.txt", Some.Bytes(10, 2));
        using var response = await daemon.Http.GetAsync($"/api/v1/resource/home/site/{Uri.EscapeDataString("grüße 1.txt")}", Some.Ct);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.True(Head.TryParseJson(await response.Content.ReadAsStringAsync(Some.Ct), out var answered));
        Assert.Equal(head, answered);
        Assert.Equal($"\"{Convert.ToHexStringLower(head.Commit)}\"", response.Headers.ETag!.Tag);
        Assert.Equal(head.Id.Shard.ToString(), Header(response, "Decent-Shard"));
        Assert.Equal("2", Header(response, "Decent-Count"));
        Assert.Equal("2", Header(response, "Decent-Shard-Count"));
    }

    [Fact]
    public async Task An_answer_is_signed_and_says_the_same_in_its_headers()
    {
        await using var daemon = await TestDaemon.StartAsync();
        daemon.Folder.Write("site/a", Some.Bytes(10));
        await daemon.CliAsync("publish", daemon.Folder.At("site"), "--as", "home/site");
        await daemon.PublishAsync("home/a", Some.Bytes(2 << 20));
        var key = daemon.Get<InstanceKeys>().Current;
        foreach (var (id, chunk) in (IEnumerable<(string, string?)>)[("home/site", null), ("home/a", "1048576")])
        {
            using var response = await daemon.Http.GetAsync($"/api/v1/resource/{id}", Some.Ct);
            var text = await response.Content.ReadAsStringAsync(Some.Ct);
            using var json = JsonDocument.Parse(text);
            Assert.True(Head.TryParseJson(text, out var head) && key.HasSigned(head));
            foreach (var (header, member) in (IEnumerable<(string, string)>)[
                ("Decent-Version", "label"), ("Decent-Commit", "commit"), ("Decent-Cid", "cid"), ("Decent-Size", "size"), ("Decent-Count", "count"),
                ("Decent-Key", "key"), ("Decent-Signature", "signature"), ("Decent-Shard", "shard"), ("Decent-Shard-Hash", "shardHash"),
                ("Decent-Shard-Time", "shardTime"), ("Decent-Shard-Count", "shardCount")])
                Assert.Equal(json.RootElement.GetProperty(member).ToString(), Header(response, header));
            Assert.Equal(chunk, json.RootElement.TryGetProperty("chunkSize", out var size) ? size.ToString() : null);
            Assert.Equal(chunk, response.Headers.TryGetValues("Decent-Chunk-Size", out var sizes) ? sizes.Single() : null);
            Assert.Equal(Convert.ToHexStringLower(new ShardTree([ShardEntry.Of(head)]).Root.Hash), Header(response, "Decent-Shard-Hash"));
            Assert.Equal(json.RootElement.GetProperty("time").GetString(), Header(response, "Decent-Shard-Time"));
        }
    }

    [Fact]
    public async Task HEAD_gives_the_headers_and_length_of_GET_without_its_body()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var published = await daemon.PublishAsync("home/a", Some.Bytes(10));
        foreach (var path in (string[])[
            "resource/home/a", "resource/home/none", "resource/BAD", "keys", "groups", $"group/{published.Id.Group:x2}", $"shard/{published.Id.Shard}",
            "openapi.json"])
        {
            using var get = await daemon.Http.GetAsync($"/api/v1/{path}", Some.Ct);
            using var request = new HttpRequestMessage(HttpMethod.Head, $"/api/v1/{path}");
            using var head = await daemon.Http.SendAsync(request, Some.Ct);
            Assert.Equal(get.StatusCode, head.StatusCode);
            Assert.Equal("", await head.Content.ReadAsStringAsync(Some.Ct));
            Assert.Equal(get.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
            Assert.Equal(get.Headers.Where(h => h.Key != "Date").Select(h => (h.Key, h.Value.Single())),
                head.Headers.Where(h => h.Key != "Date").Select(h => (h.Key, h.Value.Single())));
        }
    }

    [Fact]
    public async Task A_caller_who_has_the_newest_commit_gets_304_until_there_is_a_newer()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var head = await daemon.PublishAsync("home/a", Some.Bytes(10, 1));
        using var same = await AskAsync(daemon, head);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal("", await same.Content.ReadAsStringAsync(Some.Ct));
        Assert.Equal("1", Header(same, "Decent-Count"));
        await daemon.PublishAsync("home/a", Some.Bytes(10, 2));
        using var newer = await AskAsync(daemon, head);
        Assert.Equal(HttpStatusCode.OK, newer.StatusCode);
    }

    [Fact]
    public async Task An_unknown_resource_is_404_with_its_shard_and_a_reason()
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var response = await daemon.Http.GetAsync("/api/v1/resource/home/nothing", Some.Ct);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(Some.Id("home/nothing").Shard.ToString(), Header(response, "Decent-Shard"));
        Assert.Equal((new string('0', 64), "0"), (Header(response, "Decent-Shard-Hash"), Header(response, "Decent-Shard-Count")));
        Assert.False(response.Headers.Contains("Decent-Shard-Time"));
        Assert.Contains("home/nothing", await ErrorAsync(response));
    }

    [Fact]
    public async Task A_no_can_be_checked_against_the_shard_that_it_names()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var mates = ShardMates.Of("home/0", 3);
        await daemon.PublishAsync(mates[0], Some.Bytes(10, 1));
        await daemon.PublishAsync(mates[1], Some.Bytes(10, 2));
        using var response = await daemon.Http.GetAsync($"/api/v1/resource/{mates[2]}", Some.Ct);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        var listing = await daemon.Http.GetByteArrayAsync($"/api/v1/shard/{Header(response, "Decent-Shard")}", Some.Ct);
        Assert.True(ShardAnswer.TryParseJson(listing, out var shard));
        Assert.Equal(Header(response, "Decent-Shard-Hash"), Convert.ToHexStringLower(new ShardTree(shard.Entries!).Root.Hash));
        Assert.DoesNotContain(shard.Entries!, e => e.Id.Text == mates[2]);
    }

    [Theory]
    [InlineData("Home/a")]
    [InlineData("home")]
    [InlineData("home//a")]
    [InlineData("home/%01")]
    [InlineData("")]
    public async Task A_bad_id_is_400_with_the_rule_broken(string id)
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var response = await daemon.Http.GetAsync($"/api/v1/resource/{id}", Some.Ct);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.False(ResourceId.TryParse(Uri.UnescapeDataString(id), out _, out var rule));
        Assert.Equal(rule, await ErrorAsync(response));
    }

    [Fact]
    public async Task Control_routes_are_not_reachable_over_the_network()
    {
        await using var daemon = await TestDaemon.StartAsync();
        foreach (var path in (string[])["/status", "/nodes", "/publish"])
        {
            using var response = await daemon.Http.GetAsync(path, Some.Ct);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    private static async Task<HttpResponseMessage> AskAsync(TestDaemon daemon, Head known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/resource/{known.Id.Text}");
        request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(known.Commit)}\""));
        return await daemon.Http.SendAsync(request, Some.Ct);
    }

    private static string Header(HttpResponseMessage response, string name) => Assert.Single(response.Headers.GetValues(name));

    private static async Task<string> ErrorAsync(HttpResponseMessage response)
    {
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Some.Ct));
        Assert.Equal((int)response.StatusCode, json.RootElement.GetProperty("status").GetInt32());
        return json.RootElement.GetProperty("error").GetString()!;
    }
}
