using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Decent.Content;
using Decent.Hosting.Lan;
using Decent.Instance.Bootstrap;
using Decent.Instance.Nodes;
using Decent.Protocol.Frames;

namespace Decent.Instance.Tests.Bootstrap;

public sealed class BootstrapTests
{
    private const string Nonce = "0011223344556677";

    [Fact]
    public async Task An_answer_is_proved_for_its_nonce_and_key_alone()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var key = Key(await TestNode.EnrolAsync(daemon, "hall-board"));
        var other = Key(await TestNode.EnrolAsync(daemon, "cellar-board"));
        using var response = await daemon.Http.GetAsync($"/api/v1/bootstrap?node=hall-board&nonce={Nonce}", Some.Ct);
        var body = await response.Content.ReadAsByteArrayAsync(Some.Ct);
        var mac = response.Headers.GetValues("Decent-Mac").Single();
        Assert.Equal(Mac(key, Nonce, body), mac);
        Assert.NotEqual(Mac(key, "0011223344556678", body), mac);
        Assert.NotEqual(Mac(other, Nonce, body), mac);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Equal(body.Length, response.Content.Headers.ContentLength);
        using var json = JsonDocument.Parse(body);
        var now = DateTimeOffset.FromUnixTimeSeconds(json.RootElement.GetProperty("time").GetInt64());
        Assert.InRange((TimeProvider.System.GetUtcNow() - now).TotalSeconds, 0, 30);
        Assert.Equal(("", "", 0, 0, 0), (
            Text(json, "broker"), Text(json, "edge"), Number(json, "offered"), Number(json, "blocks"), json.RootElement.GetProperty("hold").GetArrayLength()));
    }

    [Theory]
    [InlineData("?node=cellar-board&nonce=" + Nonce, HttpStatusCode.NotFound)]
    [InlineData("?node=hall-board", HttpStatusCode.BadRequest)]
    [InlineData("?nonce=" + Nonce, HttpStatusCode.BadRequest)]
    [InlineData("?node=hall-board&nonce=00", HttpStatusCode.BadRequest)]
    [InlineData("?node=hall-board&nonce=001122334455667g", HttpStatusCode.BadRequest)]
    [InlineData("?node=hall-board&nonce=" + Nonce + "00", HttpStatusCode.BadRequest)]
    [InlineData("?node=Hall&nonce=" + Nonce, HttpStatusCode.BadRequest)]
    [InlineData("?node=hall-board&node=hall-board&nonce=" + Nonce, HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    public async Task A_question_that_is_wrong_is_refused(string query, HttpStatusCode status)
    {
        await using var daemon = await TestDaemon.StartAsync();
        await TestNode.EnrolAsync(daemon, "hall-board");
        using var response = await daemon.Http.GetAsync("/api/v1/bootstrap" + query, Some.Ct);
        Assert.Equal(status, response.StatusCode);
        Assert.False(response.Headers.Contains("Decent-Mac"));
    }

    [Fact]
    public async Task Settings_are_told_and_survive_a_restart_but_not_their_node()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await TestNode.EnrolAsync(daemon, "hall-board");
        var content = Some.Bytes(4032 + 100);
        await daemon.PublishAsync("home/site", content);
        var tag = new string('a', 32);
        Assert.Equal(0, (await daemon.CliAsync("nodes", "set", "hall-board", "--offered", "100000", "--hold", "home/site", "--hold", tag)).Exit);
        Assert.Equal(0, (await daemon.CliAsync("nodes", "set", "hall-board", "--blocks", "128")).Exit);
        await daemon.RestartAsync();
        using var json = await AskAsync(daemon);
        Assert.Equal((100_000, 128), (Number(json, "offered"), Number(json, "blocks")));
        Assert.Equal([TagOf(content[..4032]), TagOf(content[4032..]), tag], json.RootElement.GetProperty("hold").EnumerateArray().Select(t => t.GetString()!));
        // The resource's newest version counts.
        await daemon.PublishAsync("home/site", content[..50]);
        using var newer = await AskAsync(daemon);
        Assert.Equal([TagOf(content[..50]), tag], newer.RootElement.GetProperty("hold").EnumerateArray().Select(t => t.GetString()!));
        Assert.Contains("\"hold\":[]", (await daemon.CliAsync("nodes", "set", "hall-board", "--hold-none")).Out);
        await daemon.CliAsync("nodes", "remove", "hall-board");
        await TestNode.EnrolAsync(daemon, "hall-board");
        using var anew = await AskAsync(daemon);
        Assert.Equal((0, 0), (Number(anew, "offered"), Number(anew, "blocks")));
    }

    [Fact]
    public async Task The_largest_answer_fits_a_board_and_one_more_block_is_refused()
    {
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        await TestNode.EnrolAsync(daemon, "hall-board");
        var tags = Enumerable.Range(0, NodeSettingsTable.HoldMax).SelectMany(i => (string[])["--hold", $"{i:x32}"]).ToArray();
        var set = await daemon.CliAsync(["nodes", "set", "hall-board", "--offered", "2147483647", "--blocks", "1000000", .. tags]);
        Assert.Equal(0, set.Exit);
        var body = await daemon.Http.GetByteArrayAsync($"/api/v1/bootstrap?node=hall-board&nonce={Nonce}", Some.Ct);
        Assert.InRange(body.Length, 2_000, BootstrapDesk.BytesMax);
        using var json = JsonDocument.Parse(body);
        Assert.Equal(NodeSettingsTable.HoldMax, json.RootElement.GetProperty("hold").GetArrayLength());
        Assert.StartsWith("127.0.0.1:", Text(json, "broker"));
        Assert.Contains("More than 64", (await daemon.CliAsync(["nodes", "set", "hall-board", .. tags, "--hold", new string('f', 32)])).Error);
        Assert.Contains("no resource", (await daemon.CliAsync("nodes", "set", "hall-board", "--hold", "home/none")).Error);
        Assert.Contains("no node", (await daemon.CliAsync("nodes", "set", "cellar-board", "--blocks", "1")).Error);
        Assert.Contains("at most", (await daemon.CliAsync("nodes", "set", "hall-board", "--blocks", "1000001")).Error);
    }

    [Fact]
    public async Task A_live_edge_of_the_same_lan_is_named()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await TestNode.EnrolAsync(daemon, "hall-board");
        var records = daemon.Get<NodeRecords>();
        void Born(string name, byte kind, string address, ushort http) => records.Put(
            [new UpFrame { Node = name, Birth = new Birth { Kind = kind, Address = Number(address), HttpPort = http } }], 1);
        Born("far-pi", Birth.KindEdge, "10.0.1.20", 4980);
        Assert.Equal("", await EdgeAsync(daemon));
        Born("near-pi", Birth.KindEdge, "10.0.0.20", 4980);
        Born("other-board", Birth.KindBoard, "10.0.0.21", 0);
        // Not heard yet, and it asks from loopback.
        Assert.Equal("", await EdgeAsync(daemon));
        Born("hall-board", Birth.KindBoard, "10.0.0.7", 0);
        Assert.Equal("http://10.0.0.20:4980", await EdgeAsync(daemon));
        records.Put([new UpFrame { Node = "near-pi", Will = 0 }], 2);
        Assert.Equal("", await EdgeAsync(daemon));
    }

    private static async Task<JsonDocument> AskAsync(TestDaemon daemon) =>
        JsonDocument.Parse(await daemon.Http.GetByteArrayAsync($"/api/v1/bootstrap?node=hall-board&nonce={Nonce}", Some.Ct));

    private static async Task<string> EdgeAsync(TestDaemon daemon)
    {
        using var json = await AskAsync(daemon);
        return Text(json, "edge");
    }

    private static string Mac(byte[] key, string nonce, byte[] body) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, (byte[])[.. Convert.FromHexString(nonce), .. body]));

    private static byte[] Key(JsonElement credentials) => Base64Url.DecodeFromChars(credentials.GetProperty("nodeKey").GetString());

    private static string TagOf(byte[] block)
    {
        var tag = new byte[BlockTag.Length];
        BlockTag.Compute(block, tag);
        return Convert.ToHexStringLower(tag);
    }

    private static uint Number(string address) => LanAddress.TryGet(IPAddress.Parse(address), out var number) ? number : 0;

    private static string Text(JsonDocument json, string member) => json.RootElement.GetProperty(member).GetString()!;

    private static int Number(JsonDocument json, string member) => json.RootElement.GetProperty(member).GetInt32();
}
