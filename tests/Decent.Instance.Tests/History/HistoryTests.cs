using System.Text.Json;
using Decent.Content;
using Decent.Hosting.Cli;

namespace Decent.Instance.Tests.History;

public sealed class HistoryTests
{
    [Fact]
    public async Task Every_version_is_told_newest_first_with_what_its_commit_says()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var heads = new List<Head>();
        for (uint i = 1; i <= 5; i++)
            heads.Add(await daemon.PublishAsync("home/a b", Some.Bytes(1000 + (int)i, i)));
        var answer = await daemon.CliAsync("history", "home/a b", "--json");
        Assert.Equal((CliExit.Ok, ""), (answer.Exit, answer.Error));
        heads.Reverse();
        Assert.Equal(heads.Select((head, i) => (head.Label, Convert.ToHexStringLower(head.Commit), head.Root.ToString(), head.Size, 5L - i, head.Time)),
            Versions(answer).Select(v => (v.GetProperty("label").GetString()!, v.GetProperty("commit").GetString()!, v.GetProperty("cid").GetString()!,
                v.GetProperty("size").GetInt64(), v.GetProperty("count").GetInt64(), v.GetProperty("time").GetDateTimeOffset())));
        Assert.All(Versions(answer), v => Assert.Equal(("file", "test-instance"),
            (v.GetProperty("kind").GetString(), v.GetProperty("origin").GetString())));
    }

    [Fact]
    public async Task A_bounded_history_says_that_there_is_more()
    {
        await using var daemon = await TestDaemon.StartAsync();
        for (uint i = 1; i <= 4; i++)
            await daemon.PublishAsync("home/a", Some.Bytes(100, i));
        var three = await daemon.CliAsync("history", "home/a", "--max", "3");
        Assert.Equal([4, 3, 2], three.Out.TrimEnd().Split('\n').Select(row => int.Parse(row.Split('\t')[3])));
        Assert.Equal("There are older versions: --max 0 shows all of them.", three.Error.TrimEnd());
        Assert.Equal("", (await daemon.CliAsync("history", "home/a", "--max", "4")).Error);
        Assert.Equal(4, (await daemon.CliAsync("history", "home/a", "--max", "0")).Out.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public async Task A_history_of_many_pages_has_each_version_once()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.PublishAsync("home/a", Some.Bytes(10));
        // Commits as the program writes them, without publishing each: 3 pages and a bit.
        var data = Path.Combine(daemon.State, "tenants", "home", "_data.git");
        var tip = (await Some.GitAsync($"--git-dir={data}", "rev-parse", "r/a")).Trim();
        var message = await Some.GitAsync($"--git-dir={data}", "log", "-1", "--format=%B", tip);
        await LongerBranch.GrowAsync(data, "r/a", tip, [.. Enumerable.Range(2, 799).Select(n => message.Replace("Decent-Count: 1\n", $"Decent-Count: {n}\n"))]);
        var counts = Versions(await daemon.CliAsync("history", "home/a", "--max", "0", "--json")).Select(v => v.GetProperty("count").GetInt32()).ToList();
        Assert.Equal(Enumerable.Range(1, 800).Reverse(), counts);
        Assert.Equal(512, Versions(await daemon.CliAsync("history", "home/a", "--max", "512", "--json")).Count);
    }

    [Theory]
    [InlineData("home/none", "There is no resource home/none here")]
    [InlineData("nobody/none", "There is no resource nobody/none here")]
    [InlineData("Home", "tenant")]
    public async Task What_is_no_resource_gets_a_sentence(string id, string expected)
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.PublishAsync("home/a", Some.Bytes(10));
        var answer = await daemon.CliAsync("history", id);
        Assert.Equal((CliExit.Failed, ""), (answer.Exit, answer.Out));
        Assert.Contains(expected, answer.Error);
        Assert.False(Directory.Exists(Path.Combine(daemon.State, "tenants", "nobody")));
    }

    [Fact]
    public async Task A_branch_that_is_gone_is_told_from_a_resource_that_never_was()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.PublishAsync("home/a", Some.Bytes(10));
        await Some.GitAsync($"--git-dir={Path.Combine(daemon.State, "tenants", "home", "_data.git")}", "update-ref", "-d", "refs/heads/r/a");
        Assert.Contains("was acknowledged as", (await daemon.CliAsync("history", "home/a")).Error);
    }

    private static List<JsonElement> Versions(CliAnswer answer) =>
        [.. answer.Out.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement)];
}
