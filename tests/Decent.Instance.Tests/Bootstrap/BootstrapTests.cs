using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Decent.Content;
using Decent.Hosting.Lan;
using Decent.Instance.Bootstrap;
using Decent.Instance.Enrolment;
using Decent.Instance.Index;
using Decent.Instance.Nodes;
using Decent.Protocol;
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
        await using var daemon = await TestDaemon.StartAsync();
        await TestNode.EnrolAsync(daemon, "hall-board");
        var tags = Enumerable.Range(0, NodeSettingsTable.HoldMax).SelectMany(i => (string[])["--hold", $"{i:x32}"]).ToArray();
        var set = await daemon.CliAsync(["nodes", "set", "hall-board", "--offered", "100000000", "--blocks", "16384", .. tags]);
        Assert.Equal(0, set.Exit);
        // The longest name that a board reads, of a character that takes six bytes in JSON.
        daemon.Get<EnrolmentOptions>().Broker = new string('+', Addresses.CharsMax - 6) + ":65535";
        Born(daemon, "near-pi", Birth.KindEdge, "192.168.100.100", 65_535);
        Assert.True(daemon.Get<BootstrapDesk>().TryAnswer("hall-board", new byte[8], IPAddress.Parse("192.168.100.101"), out var body, out _));
        TestContext.Current.SendDiagnosticMessage($"largest bootstrap answer: {body.Length} bytes");
        Assert.InRange(body.Length, 3_000, BootstrapDesk.BytesMax);
        using var json = JsonDocument.Parse(body);
        Assert.Equal(NodeSettingsTable.HoldMax, json.RootElement.GetProperty("hold").GetArrayLength());
        Assert.Equal((100_000_000, 16_384), (Number(json, "offered"), Number(json, "blocks")));
        Assert.Equal((daemon.Get<EnrolmentOptions>().Broker, "http://192.168.100.100:65535"), (Text(json, "broker"), Text(json, "edge")));
        Assert.Contains("More than 64", (await daemon.CliAsync(["nodes", "set", "hall-board", .. tags, "--hold", new string('f', 32)])).Error);
        Assert.Contains("no resource", (await daemon.CliAsync("nodes", "set", "hall-board", "--hold", "home/none")).Error);
        Assert.Contains("no node", (await daemon.CliAsync("nodes", "set", "cellar-board", "--blocks", "1")).Error);
    }

    [Theory]
    [InlineData("--blocks", "16385", "at most 16384 blocks")]
    [InlineData("--offered", "1", "5000 to 100000000 bytes")]
    [InlineData("--offered", "4999", "5000 to 100000000 bytes")]
    [InlineData("--offered", "100000001", "5000 to 100000000 bytes")]
    [InlineData("--offered", "2147483648", "5000 to 100000000 bytes")]
    [InlineData("--offered", "4294967295", "5000 to 100000000 bytes")]
    public async Task A_number_that_a_board_cannot_take_is_refused_and_changes_nothing(string option, string value, string sentence)
    {
        await using var daemon = await TestDaemon.StartAsync();
        await TestNode.EnrolAsync(daemon, "hall-board");
        Assert.Equal(0, (await daemon.CliAsync("nodes", "set", "hall-board", "--blocks", "16384", "--offered", "5000")).Exit);
        var refused = await daemon.CliAsync("nodes", "set", "hall-board", option, value);
        Assert.Equal((1, true), (refused.Exit, refused.Error.Contains(sentence)));
        using var json = await AskAsync(daemon);
        Assert.Equal((5_000, 16_384), (Number(json, "offered"), Number(json, "blocks")));
        Assert.Equal(0, (await daemon.CliAsync("nodes", "set", "hall-board", "--blocks", "0", "--offered", "0")).Exit);
    }

    [Fact]
    public async Task Numbers_of_an_earlier_version_are_told_as_a_board_reads_them()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await TestNode.EnrolAsync(daemon, "hall-board");
        daemon.Get<Ledger>().File.Run("INSERT INTO node_setting (node, blocks, offered, hold) VALUES ('hall-board', 1000000, 4294967295, '')");
        using var json = await AskAsync(daemon);
        Assert.Equal((100_000_000, 16_384), (Number(json, "offered"), Number(json, "blocks")));
    }

    [Fact]
    public async Task A_broker_that_no_board_reads_is_not_told()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await TestNode.EnrolAsync(daemon, "hall-board");
        daemon.Get<EnrolmentOptions>().Broker = new string('b', Addresses.CharsMax) + ":1883";
        using var json = await AskAsync(daemon);
        Assert.Equal("", Text(json, "broker"));
    }

    [Theory]
    [InlineData("192.168.1.7", "http://192.168.1.20:4980")]
    [InlineData("::ffff:192.168.1.7", "http://192.168.1.20:4980")]
    [InlineData("192.168.2.7", "")]
    [InlineData("203.0.113.7", "")]
    [InlineData("fe80::7", "")]
    [InlineData(null, "")]
    public async Task Only_the_private_network_that_the_question_comes_from_names_an_edge(string? from, string edge)
    {
        await using var daemon = await TestDaemon.StartAsync();
        await TestNode.EnrolAsync(daemon, "hall-board");
        Born(daemon, "near-pi", Birth.KindEdge, "192.168.1.20", 4980);
        Born(daemon, "public-pi", Birth.KindEdge, "203.0.113.20", 4980);
        // Its own word: as good as that of a board behind somebody else's router.
        Born(daemon, "hall-board", Birth.KindBoard, "192.168.1.7", 0);
        Assert.Equal(edge, Edge(daemon, from));
    }

    [Fact]
    public async Task The_edge_named_is_alive_and_was_heard_last()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await TestNode.EnrolAsync(daemon, "hall-board");
        Born(daemon, "old-pi", Birth.KindEdge, "10.0.0.20", 4980, nowMs: 1);
        Born(daemon, "new-pi", Birth.KindEdge, "10.0.0.21", 4980, nowMs: 2);
        Born(daemon, "other-board", Birth.KindBoard, "10.0.0.22", 0, nowMs: 3);
        Assert.Equal("http://10.0.0.21:4980", Edge(daemon, "10.0.0.7"));
        daemon.Get<NodeRecords>().Put([new UpFrame { Node = "new-pi", Will = 0 }], 4);
        Assert.Equal("http://10.0.0.20:4980", Edge(daemon, "10.0.0.7"));
        daemon.Get<NodeRecords>().Put([new UpFrame { Node = "old-pi", Will = 0 }], 5);
        Assert.Equal("", Edge(daemon, "10.0.0.7"));
    }

    private static void Born(TestDaemon daemon, string name, byte kind, string address, ushort http, long nowMs = 1) => daemon.Get<NodeRecords>().Put(
        [new UpFrame { Node = name, Birth = new Birth { Kind = kind, Address = Number(address), HttpPort = http } }], nowMs);

    private static string Edge(TestDaemon daemon, string? from)
    {
        Assert.True(daemon.Get<BootstrapDesk>().TryAnswer("hall-board", new byte[8], from is null ? null : IPAddress.Parse(from), out var body, out _));
        using var json = JsonDocument.Parse(body);
        return Text(json, "edge");
    }

    private static async Task<JsonDocument> AskAsync(TestDaemon daemon) =>
        JsonDocument.Parse(await daemon.Http.GetByteArrayAsync($"/api/v1/bootstrap?node=hall-board&nonce={Nonce}", Some.Ct));

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
