using Decent.Hosting.Cli;
using System.Text.Json;
using Decent.Content;
using Decent.Instance.Cli;

namespace Decent.Instance.Tests.Cli;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Publishing_prints_the_head_that_the_nameserver_then_answers()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var answer = await daemon.CliAsync("publish", daemon.Folder.Write("logo.png", Some.Bytes(5 << 20)), "--as", "home/logo.png", "--json");
        Assert.Equal((CliExit.Ok, ""), (answer.Exit, answer.Error));
        Assert.True(Head.TryParseJson(answer.Out.Trim(), out var head));
        Assert.True(Head.TryParseJson(await daemon.Http.GetStringAsync("/api/v1/resource/home/logo.png", Some.Ct), out var told));
        Assert.Equal(head, told);
    }

    [Fact]
    public async Task Publishing_a_folder_twice_says_that_nothing_changed()
    {
        await using var daemon = await TestDaemon.StartAsync();
        daemon.Folder.Write("site/a/index.html", Some.Bytes(100));
        var first = await daemon.CliAsync("publish", daemon.Folder.At("site"), "--as", "home/site");
        var second = await daemon.CliAsync("publish", daemon.Folder.At("site"), "--as", "home/site");
        Assert.StartsWith("Published home/site as ", first.Out);
        Assert.Equal(first.Out.Replace("Published", "Unchanged"), second.Out);
        Assert.DoesNotContain('\e', first.Out);
    }

    [Fact]
    public async Task Each_file_of_a_folder_is_published_in_one_call_and_answered_by_name_block_and_manifest()
    {
        await using var daemon = await TestDaemon.StartAsync();
        for (var i = 0; i < 25; i++)
            daemon.Folder.Write($"maps/{i % 3}/{i}", Some.Bytes(5000 + i, (uint)i + 1));
        var answer = await daemon.CliAsync("publish", daemon.Folder.At("maps"), "--each", "--as", "home/maps", "--json");
        Assert.Equal((CliExit.Ok, ""), (answer.Exit, answer.Error));
        using var line = JsonDocument.Parse(answer.Out.TrimEnd('\n'));
        Assert.Equal("Published", line.RootElement.GetProperty("outcome").GetString());
        Assert.Equal(25, line.RootElement.GetProperty("published").GetInt32());
        Assert.DoesNotContain('\n', answer.Out.TrimEnd('\n'));
        Assert.StartsWith(
            "Published 0 resources below home/maps, 0 bytes, in ",
            (await daemon.CliAsync("publish", daemon.Folder.At("maps"), "--each", "--as", "home/maps/")).Out);

        // Nothing of it went through the content store: all of this comes from git.
        Assert.Equal(0, daemon.Get<ContentStore>().Usage.Objects);
        var bytes = Some.Bytes(5007, 8);
        Assert.True(Head.TryParseJson(await daemon.Http.GetStringAsync("/api/v1/resource/home/maps/1/7", Some.Ct), out var head));
        Assert.True(Manifest.TryRead(await daemon.Http.GetByteArrayAsync($"/api/v1/manifest/{head.Root}", Some.Ct), out var manifest, out _));
        foreach (var leaf in (int[])[1, 0])
        {
            var tag = Convert.ToHexStringLower(manifest.LeafTag(leaf));
            Assert.Equal(bytes.Chunk(4032).ElementAt(leaf), await daemon.Http.GetByteArrayAsync($"/api/v1/block/{tag}", Some.Ct));
        }
        Assert.Equal(bytes, await daemon.Http.GetByteArrayAsync("/r/home/maps/1/7", Some.Ct));
        Assert.Equal(Some.Bytes(5008, 9), await daemon.Http.GetByteArrayAsync("/r/home/maps/2/8", Some.Ct));
    }

    [Fact]
    public async Task What_refuses_a_folder_is_told_line_by_line()
    {
        await using var daemon = await TestDaemon.StartAsync();
        for (var i = 0; i < 23; i++)
            daemon.Folder.Write($"maps/{i:d2}{new string('n', 200)}", [1]);
        var answer = await daemon.CliAsync("publish", daemon.Folder.At("maps"), "--each", "--as", "home/maps");
        Assert.Equal((CliExit.Failed, ""), (answer.Exit, answer.Out));
        var lines = answer.Error.TrimEnd().Split(Environment.NewLine);
        Assert.Equal(22, lines.Length);
        Assert.Contains("nothing was written", lines[0]);
        Assert.All(lines[1..21], l => Assert.Contains("at most 200 bytes", l));
        Assert.Equal("and 3 more", lines[21]);
    }

    [Fact]
    public async Task A_refusal_goes_to_standard_error_with_the_rule()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var answer = await daemon.CliAsync("publish", daemon.Folder.Write("a", [1]), "--as", "Home/a");
        Assert.False(ResourceId.TryParse("Home/a", out _, out var rule));
        Assert.Equal((CliExit.Failed, ""), (answer.Exit, answer.Out));
        Assert.Contains(rule, answer.Error);
    }

    [Fact]
    public async Task Nodes_are_added_listed_and_removed()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var added = await daemon.CliAsync("nodes", "add", "kitchen-pi");
        using var credentials = JsonDocument.Parse(added.Out);
        Assert.Equal("kitchen-pi", credentials.RootElement.GetProperty("name").GetString());
        Assert.Equal(43, credentials.RootElement.GetProperty("mqttSecret").GetString()!.Length);
        Assert.Equal(daemon.Address, credentials.RootElement.GetProperty("instance").GetString());

        Assert.StartsWith("kitchen-pi\tnever\t-\t", (await daemon.CliAsync("nodes")).Out);
        var twice = await daemon.CliAsync("nodes", "add", "kitchen-pi");
        Assert.Equal(CliExit.Failed, twice.Exit);
        Assert.Contains("nodes rotate kitchen-pi", twice.Error);
        Assert.Equal(CliExit.Ok, (await daemon.CliAsync("nodes", "remove", "kitchen-pi")).Exit);
        Assert.Equal("", (await daemon.CliAsync("nodes")).Out);
        Assert.Equal(CliExit.Failed, (await daemon.CliAsync("nodes", "remove", "kitchen-pi")).Exit);
        Assert.Contains("4 to 32", (await daemon.CliAsync("nodes", "add", "../status")).Error);
    }

    [Fact]
    public async Task The_key_is_shown_pinned_by_new_credentials_and_rotated()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var (first, text) = await KeyAsync(daemon);
        using var before = JsonDocument.Parse((await daemon.CliAsync("nodes", "add", "kitchen-pi")).Out);
        Assert.Equal(text, before.RootElement.GetProperty("instanceKey").GetString());
        Assert.Equal($"{first}\tsigns\n", Row((await daemon.CliAsync("key", "show")).Out));

        var rotated = await daemon.CliAsync("key", "rotate");
        var (second, newer) = await KeyAsync(daemon);
        Assert.Equal((CliExit.Ok, $"Signing with {second} from now on\n"), (rotated.Exit, rotated.Out));
        Assert.NotEqual(first, second);
        using var after = JsonDocument.Parse((await daemon.CliAsync("nodes", "add", "hall-pi")).Out);
        Assert.Equal(newer, after.RootElement.GetProperty("instanceKey").GetString());
        Assert.Equal($"{first}\tretired\n{second}\tsigns\n", Row((await daemon.CliAsync("key", "show")).Out));
        var again = await daemon.CliAsync("key", "rotate", "--json");
        Assert.Equal(again.Out, (await daemon.CliAsync("key", "show", "--json")).Out);
        Assert.Equal((await daemon.CliAsync("key", "show", "--json")).Out.Trim(), await daemon.Http.GetStringAsync("/api/v1/keys", Some.Ct));
    }

    /// <summary>Id and text of the key that signs.</summary>
    private static async Task<(string Id, string Text)> KeyAsync(TestDaemon daemon)
    {
        using var keys = JsonDocument.Parse((await daemon.CliAsync("key", "show", "--json")).Out);
        var id = keys.RootElement.GetProperty("current").GetString()!;
        var last = keys.RootElement.GetProperty("keys").EnumerateArray().Last();
        Assert.Equal(id, last.GetProperty("id").GetString());
        return (id, last.GetProperty("publicKey").GetString()!);
    }

    private static string Row(string output) =>
        string.Concat(output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).Select(c => $"{c[0]}\t{c[2]}\n"));

    [Fact]
    public async Task Status_tells_what_the_instance_holds()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.PublishAsync("home/a", Some.Bytes(1234));
        using var status = JsonDocument.Parse((await daemon.CliAsync("status", "--json")).Out);
        Assert.Equal("test-instance", status.RootElement.GetProperty("instance").GetString());
        Assert.Equal(1, status.RootElement.GetProperty("resources").GetInt32());
        Assert.Equal(1234, status.RootElement.GetProperty("bytes").GetInt64());
        Assert.Equal(daemon.Address, status.RootElement.GetProperty("addresses")[0].GetString());
        Assert.Equal(0, status.RootElement.GetProperty("remarks").GetArrayLength());
        Assert.Contains("resources   1 of 1 tenants, 1234 bytes, 1 versions", (await daemon.CliAsync("status")).Out);
    }

    [Fact]
    public async Task Without_a_daemon_the_answer_says_how_to_start_one()
    {
        using var folder = new TempFolder();
        var answer = await CliAnswer.OfAsync("status", "--state", folder.FullPath);
        Assert.Equal(CliExit.Failed, answer.Exit);
        Assert.Contains($"decent-instance run --state {folder.FullPath}", answer.Error);
    }

    [Fact]
    public async Task A_second_daemon_on_one_folder_is_refused()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var answer = await daemon.CliAsync("run", "--listen", "127.0.0.1:0");
        Assert.Equal(CliExit.Failed, answer.Exit);
        Assert.Contains("Another daemon runs", answer.Error);
        Assert.Equal(CliExit.Ok, (await daemon.CliAsync("status")).Exit);
    }

    [Fact]
    public async Task Only_the_owner_may_open_the_control_socket()
    {
        await using var daemon = await TestDaemon.StartAsync();
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(daemon.State, "control.sock")));
    }

    [Theory]
    [InlineData("publish")]
    [InlineData("publish", "a")]
    [InlineData("nodes", "add")]
    [InlineData("no-such-command")]
    [InlineData("run", "--listen", "everywhere")]
    [InlineData("run", "--id", "X")]
    [InlineData("run", "--content-bytes", "0")]
    [InlineData("run", "--address", "kitchen")]
    public async Task A_wrong_command_line_is_told_on_standard_error(params string[] arguments)
    {
        using var folder = new TempFolder();
        var answer = await CliAnswer.OfAsync([.. arguments, "--state", folder.At("s")]);
        Assert.Equal((CliExit.Usage, ""), (answer.Exit, answer.Out));
        Assert.NotEqual("", answer.Error);
        Assert.False(Directory.Exists(folder.At("s")));
    }

    [Fact]
    public async Task A_wrong_command_line_names_the_help_of_its_own_command() =>
        Assert.EndsWith("Help: decent-instance nodes add --help" + Environment.NewLine, (await CliAnswer.OfAsync("nodes", "add")).Error);

    [Theory]
    [InlineData("run")]
    [InlineData("publish")]
    [InlineData("nodes")]
    [InlineData("nodes", "add")]
    [InlineData("nodes", "list")]
    [InlineData("broker")]
    [InlineData("broker", "acl")]
    [InlineData("accounts")]
    [InlineData("accounts", "add")]
    [InlineData("accounts", "list")]
    [InlineData("accounts", "remove")]
    [InlineData("nodes", "rotate")]
    [InlineData("nodes", "approve")]
    [InlineData("nodes", "remove")]
    [InlineData("nodes", "set")]
    [InlineData("nodes", "command")]
    [InlineData("status")]
    [InlineData("config")]
    [InlineData("backup")]
    [InlineData("restore")]
    [InlineData("reindex")]
    [InlineData("history")]
    [InlineData("fsck")]
    [InlineData("gc")]
    public async Task Each_command_has_an_example_in_its_help(params string[] command)
    {
        var answer = await CliAnswer.OfAsync([.. command, "--help"]);
        Assert.Equal(CliExit.Ok, answer.Exit);
        Assert.Contains($"Example: decent-instance {string.Join(' ', command)}", answer.Out);
    }
}
