using System.Net;
using System.Text;
using System.Text.Json;
using Decent.Content;
using Decent.Instance.Keys;

namespace Decent.Instance.Tests.Nameserver;

public sealed class ManyTests
{
    [Fact]
    public async Task Many_ids_are_answered_in_their_order()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var heads = new List<Head>();
        for (var i = 0u; i < 5; i++)
            heads.Add(await daemon.PublishAsync($"home/{i}", Some.Bytes(10, i)));
        object?[] ids = ["home/3", "home/none", "Home/bad", "home/0", 7, null, "home/3", "\ud800"];
        var (status, body) = await AskAsync(daemon, JsonSerializer.Serialize(ids).Replace("\uFFFD", "\\ud800").Replace("\\uFFFD", "\\ud800"));
        Assert.Equal(HttpStatusCode.OK, status);
        using var json = JsonDocument.Parse(body);
        var answers = json.RootElement.EnumerateArray().ToList();
        Assert.Equal(8, answers.Count);
        foreach (var (at, expected) in (IEnumerable<(int, Head)>)[(0, heads[3]), (3, heads[0]), (6, heads[3])])
        {
            Assert.True(Head.TryParseJson(answers[at].GetRawText(), out var head));
            Assert.Equal(expected, head);
            Assert.True(daemon.Get<InstanceKeys>().Current.HasSigned(head));
            Assert.Equal(await daemon.Http.GetStringAsync($"/api/v1/resource/{expected.Id.Text}", Some.Ct), answers[at].GetRawText());
        }
        Assert.Equal(JsonValueKind.Null, answers[1].ValueKind);
        Assert.False(ResourceId.TryParse("Home/bad", out _, out var rule));
        Assert.Equal(rule, answers[2].GetProperty("error").GetString());
        Assert.All((int[])[4, 5, 7], at => Assert.NotEmpty(answers[at].GetProperty("error").GetString()!));
    }

    [Fact]
    public async Task A_thousand_ids_are_answered_and_one_more_is_not()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.PublishAsync("home/a", Some.Bytes(10));
        var (status, body) = await AskAsync(daemon, Ids(1000));
        Assert.Equal(HttpStatusCode.OK, status);
        using var json = JsonDocument.Parse(body);
        Assert.Equal(1000, json.RootElement.GetArrayLength());
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(daemon, Ids(1001))).Status);
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("{}", 400)]
    [InlineData("\"home/a\"", 400)]
    [InlineData("[\"home/a\"", 400)]
    [InlineData("[[[]]]", 400)]
    [InlineData("[]", 200)]
    public async Task What_is_no_list_of_ids_is_400(string body, int expected)
    {
        await using var daemon = await TestDaemon.StartAsync();
        Assert.Equal(expected, (int)(await AskAsync(daemon, body)).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_above_a_megabyte_is_413_however_it_comes(bool chunked)
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/resources") { Content = new StringContent("[" + new string(' ', 1 << 20) + "]") };
        request.Headers.TransferEncodingChunked = chunked;
        // A refusal comes before the body: without this it may meet a pipe that the server has closed.
        request.Headers.ExpectContinue = true;
        using var response = await daemon.Http.SendAsync(request, Some.Ct);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Some.Ct));
        Assert.Equal(413, json.RootElement.GetProperty("status").GetInt32());
    }

    private static string Ids(int count) => JsonSerializer.Serialize(Enumerable.Repeat("home/a", count));

    private static async Task<(HttpStatusCode Status, string Body)> AskAsync(TestDaemon daemon, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await daemon.Http.PostAsync("/api/v1/resources", content, Some.Ct);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Some.Ct));
    }
}
