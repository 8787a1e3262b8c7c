using System.Text;
using Decent.Content;
using Decent.Instance.Publishing;

namespace Decent.Instance.Tests.SmartHttp;

public sealed class CloneTests
{
    [Fact]
    public async Task One_branch_is_cloned()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var bytes = Some.Bytes(300_000);
        await daemon.PublishAsync("home/logo.png", bytes);
        await daemon.PublishAsync("home/other", Some.Bytes(10));
        var clone = await daemon.CloneAsync(daemon.Url(), "--single-branch", "-b", "r/logo.png");
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(clone, "content", "logo.png"), Some.Ct));
        Assert.Equal(["r/logo.png"], await Clones.RemoteBranchesAsync(clone));
    }

    [Fact]
    public async Task A_whole_clone_has_every_branch_whatever_its_name()
    {
        await using var daemon = await TestDaemon.StartAsync();
        string[] odd = ["a/b/c d", "Grüße/日本語.txt", "50%", ".hidden", "x.lock", "a..b", "what?", "end.", "@{now}", "🙂"];
        string[] paths = [.. odd, .. Enumerable.Range(0, 240).Select(i => $"many/{i:000}")];
        var publisher = daemon.Get<Publisher>();
        foreach (var path in paths)
            await publisher.PublishAsync(daemon.Folder.Write("source", Encoding.UTF8.GetBytes(path)), $"home/{path}", null, Some.Ct);
        var clone = await daemon.CloneAsync(daemon.Url());
        var cloned = await Clones.RemoteBranchesAsync(clone);
        Assert.Equal(paths.Select(Branch).Order(StringComparer.Ordinal), cloned.Order(StringComparer.Ordinal));
        foreach (var path in odd)
            Assert.Equal(path, await Some.GitAsync("-C", clone, "show", $"origin/{Branch(path)}:content/{path[(path.LastIndexOf('/') + 1)..]}"));

        static string Branch(string path) => Some.Id($"home/{path}").Branch;
    }

    [Fact]
    public async Task A_fetch_brings_the_new_commit_and_nothing_old()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.PublishAsync("home/a", Some.Bytes(1000));
        var clone = await daemon.CloneAsync(daemon.Url(), "--single-branch", "-b", "r/a");
        var head = await daemon.PublishAsync("home/a", Some.Bytes(2000, 2));
        await Some.GitAsync("-C", clone, "fetch", "--quiet");
        Assert.Equal(Convert.ToHexStringLower(head.Commit) + "\n", await Some.GitAsync("-C", clone, "rev-parse", "origin/r/a"));
        Assert.Equal("2\n", await Some.GitAsync("-C", clone, "rev-list", "--count", "origin/r/a"));
        Assert.Equal("", await Some.GitAsync("-C", clone, "fetch", "--quiet"));
    }

    [Fact]
    public async Task A_shallow_clone_has_one_commit_and_deepens()
    {
        await using var daemon = await TestDaemon.StartAsync();
        for (var i = 1; i <= 3; i++)
            await daemon.PublishAsync("home/a", Some.Bytes(500, (uint)i));
        var clone = await daemon.CloneAsync(daemon.Url(), "--depth", "1", "-b", "r/a");
        Assert.Equal("1\n", await Some.GitAsync("-C", clone, "rev-list", "--count", "HEAD"));
        await Some.GitAsync("-C", clone, "fetch", "--quiet", "--unshallow");
        Assert.Equal("3\n", await Some.GitAsync("-C", clone, "rev-list", "--count", "HEAD"));
    }

    [Fact]
    public async Task Blobs_left_out_are_fetched_when_they_are_needed()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var bytes = Some.Bytes(50_000);
        await daemon.PublishAsync("home/a", bytes);
        var clone = await daemon.CloneAsync(daemon.Url(), "--filter=blob:none", "--no-checkout", "--single-branch", "-b", "r/a");
        var missing = await Some.GitAsync("-C", clone, "rev-list", "--objects", "--missing=print", "HEAD");
        Assert.Equal(2, missing.Split('\n').Count(line => line.StartsWith('?')));
        await Some.GitAsync("-C", clone, "checkout", "--quiet", "r/a");
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(clone, "content", "a"), Some.Ct));
    }

    [Fact]
    public async Task Names_are_listed_all_or_by_pattern()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var a = Convert.ToHexStringLower((await daemon.PublishAsync("home/a", Some.Bytes(10))).Commit);
        var b = Convert.ToHexStringLower((await daemon.PublishAsync("home/b/c", Some.Bytes(20))).Commit);
        Assert.Equal($"{a}\trefs/heads/r/a\n{b}\trefs/heads/r/b%2Fc\n", await Some.GitAsync("ls-remote", daemon.Url()));
        Assert.Equal($"{b}\trefs/heads/r/b%2Fc\n", await Some.GitAsync("ls-remote", daemon.Url(), "r/b*"));
        Assert.Equal($"{a}\trefs/heads/r/a\n", await Some.GitAsync("ls-remote", "--heads", daemon.Url(), "r/a"));
        Assert.Equal("", await Some.GitAsync("ls-remote", "--tags", daemon.Url()));
        Assert.Equal("", await Some.GitAsync("ls-remote", daemon.Url(), "r/none"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    public async Task Clients_of_the_old_protocol_are_served(string version)
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.PublishAsync("home/a", Some.Bytes(1000));
        var clone = await daemon.CloneAsync(daemon.Url(), "-c", $"protocol.version={version}", "-b", "r/a");
        var head = await daemon.PublishAsync("home/a", Some.Bytes(2000, 2));
        await Some.GitAsync("-C", clone, "fetch", "--quiet");
        Assert.Equal(Convert.ToHexStringLower(head.Commit) + "\n", await Some.GitAsync("-C", clone, "rev-parse", "origin/r/a"));
    }

    [Fact]
    public async Task Metadata_and_scripts_are_cloned_as_they_are()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.PublishAsync("home/a", Some.Bytes(10));
        Assert.True(File.Exists(Path.Combine(await daemon.CloneAsync(daemon.Url(repository: "_info.git")), "node-info.csv")));
        Assert.True(File.Exists(Path.Combine(await daemon.CloneAsync(daemon.Url(repository: "_script.git")), "sources.csv")));
    }

    [Fact]
    public async Task A_large_file_arrives_whole()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var bytes = Some.Bytes(20_000_000);
        await daemon.PublishAsync("home/large", bytes);
        var clone = await daemon.CloneAsync(daemon.Url(), "--single-branch", "-b", "r/large");
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(clone, "content", "large"), Some.Ct));
    }

    [Fact]
    public async Task A_repository_of_another_owner_is_served()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give files away");
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.PublishAsync("home/a", Some.Bytes(10));
        using (var chown = System.Diagnostics.Process.Start("chown", ["-R", "nobody", daemon.Repository()]))
            await chown.WaitForExitAsync(Some.Ct);
        var clone = await daemon.CloneAsync(daemon.Url(), "-b", "r/a");
        Assert.Equal(Some.Bytes(10), await File.ReadAllBytesAsync(Path.Combine(clone, "content", "a"), Some.Ct));
    }

    [Fact]
    public async Task Where_there_are_very_many_branches_a_clone_that_names_one_is_told_of_that_one()
    {
        await using var daemon = await TestDaemon.StartAsync(smartHttp: new() { NarrowAbove = 4 });
        string[] all = ["r/a", "r/b", "r/c", "r/d", "r/e"];
        foreach (var branch in all[..4])
            await daemon.PublishAsync($"home/{branch[2..]}", Encoding.UTF8.GetBytes(branch));
        Assert.Equal(all[..4], await Clones.RemoteBranchesAsync(await daemon.CloneAsync(daemon.Url(), "-b", "r/a")));
        await daemon.PublishAsync("home/e", Some.Bytes(10));
        Assert.Equal(["r/a"], await Clones.RemoteBranchesAsync(await daemon.CloneAsync(daemon.Url(), "--single-branch", "-b", "r/a")));
        Assert.Equal(all, await Clones.RemoteBranchesAsync(await daemon.CloneAsync(daemon.Url(), "-b", "r/a", "--server-option=all")));
        Assert.Equal(all, await Clones.RemoteBranchesAsync(await daemon.CloneAsync(daemon.Url())));
        var whole = await daemon.CloneAsync(daemon.Url(), "-b", "r/a");
        Assert.Equal(["r/a"], await Clones.RemoteBranchesAsync(whole));
        await Some.GitAsync("-C", whole, "fetch", "--quiet", "--prune");
        Assert.Equal(all, await Clones.RemoteBranchesAsync(whole));
    }
}
