using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Decent.Content;

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
        Assert.Contains("home/nothing", await ErrorAsync(response));
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
