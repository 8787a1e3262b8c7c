using System.Net;
using System.Text;

namespace Decent.Instance.Tests.SmartHttp;

/// <summary>A resource's own address: a repository of one branch, which plain git clones.</summary>
public sealed class OneResourceTests
{
    [Theory]
    [InlineData("logo.png")]
    [InlineData("a/b c")]
    [InlineData("Grüße/50%")]
    [InlineData("x.git")]
    public async Task A_plain_clone_has_the_resource_checked_out_and_no_other_branch(string path)
    {
        await using var daemon = await TestDaemon.StartAsync();
        var bytes = Some.Bytes(30_000);
        await daemon.PublishAsync($"home/{path}", bytes);
        await daemon.PublishAsync("home/other", Some.Bytes(10));
        var clone = await daemon.CloneAsync(Url(daemon, path));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(clone, "content", path[(path.LastIndexOf('/') + 1)..]), Some.Ct));
        var branch = Some.Id($"home/{path}").Branch;
        Assert.Equal(["HEAD", branch], await Clones.RemoteBranchesAsync(clone));
        Assert.Equal($"{branch}\n", await Some.GitAsync("-C", clone, "branch", "--show-current"));
    }

    [Fact]
    public async Task A_pull_brings_the_next_version_and_nothing_of_others()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.PublishAsync("home/a", Some.Bytes(1000));
        var clone = await daemon.CloneAsync(Url(daemon, "a"), "--depth", "1");
        var head = await daemon.PublishAsync("home/a", Some.Bytes(2000, 2));
        await daemon.PublishAsync("home/b", Some.Bytes(2000, 3));
        await Some.GitAsync("-C", clone, "pull", "--quiet", "--ff-only");
        Assert.Equal(Convert.ToHexStringLower(head.Commit) + "\n", await Some.GitAsync("-C", clone, "rev-parse", "HEAD"));
        Assert.Equal(["HEAD", "r/a"], await Clones.RemoteBranchesAsync(clone));
    }

    [Fact]
    public async Task Names_are_the_branch_and_HEAD_as_git_asks_for_them()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var a = Convert.ToHexStringLower((await daemon.PublishAsync("home/a", Some.Bytes(10))).Commit);
        await daemon.PublishAsync("home/ab", Some.Bytes(20));
        Assert.Equal($"{a}\tHEAD\n{a}\trefs/heads/r/a\n", await Some.GitAsync("ls-remote", Url(daemon, "a")));
        Assert.Equal($"ref: refs/heads/r/a\tHEAD\n{a}\tHEAD\n", await Some.GitAsync("ls-remote", "--symref", Url(daemon, "a"), "HEAD"));
        Assert.Equal("", await Some.GitAsync("ls-remote", "--tags", Url(daemon, "a")));
    }

    [Fact]
    public async Task Besides_the_pack_a_clone_costs_less_than_4_KiB_however_many_others_there_are()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.PublishAsync("home/a", Some.Bytes(1000));
        for (var i = 0; i < 60; i++)
            await daemon.PublishAsync($"home/a-name-of-{new string('x', 100)}-{i}", Some.Bytes(10));
        await using var proxy = await RecordingProxy.StartAsync(daemon.Http);
        var clone = await daemon.CloneAsync($"{proxy.Address}/git/home/a.git", "-c", "fetch.unpackLimit=1");
        var pack = Directory.EnumerateFiles(Path.Combine(clone, ".git", "objects", "pack"), "*.pack").Sum(file => new FileInfo(file).Length);
        var said = -pack;
        foreach (var request in proxy.Requests)
            said += (await RecordingProxy.ReplayAsync(daemon.Http, request)).Body.Length;
        Assert.InRange(said, 1, 4096);
    }

    [Fact]
    public async Task What_is_not_there_and_what_is_not_served_is_told()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.PublishAsync("home/a", Some.Bytes(10));
        Assert.Contains("There is no resource home/b here.", await Clones.FailureAsync("ls-remote", Url(daemon, "b")));
        var clone = await daemon.CloneAsync(Url(daemon, "a"));
        Assert.Contains("decent-instance publish", await Clones.FailureAsync("-C", clone, "push", Url(daemon, "a"), "HEAD:x"));
        foreach (var version in (string[])["0", "1"])
            Assert.Contains(
                "version 2 of git's protocol only", await Clones.FailureAsync("-c", $"protocol.version={version}", "ls-remote", Url(daemon, "a")));
        using var body = new StringContent("0000", Encoding.ASCII, "application/x-git-upload-pack-request");
        using var answer = await daemon.Http.PostAsync("/git/none/a.git/git-upload-pack", body, Some.Ct);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static string Url(TestDaemon daemon, string path) =>
        daemon.Url(repository: string.Join('/', path.Split('/').Select(Uri.EscapeDataString)) + ".git");
}
