using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Decent.Instance.SmartHttp;

namespace Decent.Instance.Tests.SmartHttp;

public sealed class RefusalTests
{
    [Fact]
    public async Task A_push_is_told_how_to_publish()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.PublishAsync("home/a", Some.Bytes(10));
        var clone = await daemon.CloneAsync(daemon.Url(), "-b", "r/a");
        var said = await Clones.FailureAsync("-C", clone, "push", "origin", "HEAD:refs/heads/r/b");
        Assert.Contains("Publishing by push is not offered; use decent-instance publish.", said);
        using var post = await daemon.Http.PostAsync("/git/home/_data.git/git-receive-pack", null, Some.Ct);
        Assert.Equal(HttpStatusCode.Forbidden, post.StatusCode);
        Assert.Contains("use decent-instance publish", await post.Content.ReadAsStringAsync(Some.Ct));
    }

    [Fact]
    public async Task An_unknown_tenant_is_told_and_not_made()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var said = await Clones.FailureAsync("ls-remote", daemon.Url("nobody"));
        Assert.Contains("There is no such repository here.", said);
        Assert.Contains("not found", said);
        Assert.False(Directory.Exists(Path.Combine(daemon.State, "tenants", "nobody")));
    }

    [Fact]
    public async Task A_repository_that_somebody_took_away_is_not_made_again()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.PublishAsync("home/a", Some.Bytes(10));
        Directory.Delete(daemon.Repository(repository: "_script.git"), recursive: true);
        Assert.Contains("not found", await Clones.FailureAsync("ls-remote", daemon.Url(repository: "_script.git")));
        Assert.False(Directory.Exists(daemon.Repository(repository: "_script.git")));
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("config")]
    [InlineData("objects/info/packs")]
    [InlineData("objects/pack/pack-0000000000000000000000000000000000000000.pack")]
    [InlineData("info/refs")]
    [InlineData("..%2f..%2f..%2findex.db")]
    [InlineData("%2e%2e/_data.git/config")]
    public async Task Files_of_a_repository_are_not_served(string path)
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.PublishAsync("home/a", Some.Bytes(10));
        using var answer = await daemon.Http.GetAsync($"/git/home/_data.git/{path}", Some.Ct);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
        Assert.NotEmpty(await answer.Content.ReadAsStringAsync(Some.Ct));
    }

    [Fact]
    public async Task What_one_tenant_has_is_not_given_under_anothers_address()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var secret = Convert.ToHexStringLower((await daemon.PublishAsync("closed/a", Some.Bytes(1000))).Commit);
        await daemon.PublishAsync("open/a", Some.Bytes(1000, 2));
        await Some.GitAsync("init", "--quiet", "--bare", daemon.Folder.At("stranger"));
        string[] fetch = ["-C", daemon.Folder.At("stranger"), "fetch", "--quiet"];
        Assert.Contains("not our ref", await Clones.FailureAsync([.. fetch, daemon.Url("open"), secret]));
        await Clones.FailureAsync("-C", daemon.Folder.At("stranger"), "cat-file", "-e", secret);
        // A client of protocol v0 asks for nothing that was not advertised; one that is not git might.
        Assert.Contains("ERR upload-pack: not our ref", await OldAskAsync(daemon, "open", secret));
        Assert.Contains("ERR upload-pack: not our ref", await OldAskAsync(daemon, "closed", new string('1', 40)));
        Assert.Contains("PACK", await OldAskAsync(daemon, "closed", secret));
        // The object exists and this is how it would be had.
        await Some.GitAsync([.. fetch, daemon.Url("closed"), secret]);
        await Some.GitAsync("-C", daemon.Folder.At("stranger"), "cat-file", "-e", secret);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    public async Task Old_clients_of_a_large_repository_are_told_to_use_protocol_2(string version)
    {
        await using var daemon = await TestDaemon.StartAsync(smartHttp: new() { OldProtocolRefsMax = 3 });
        for (var i = 0; i < 3; i++)
            await daemon.PublishAsync($"home/{i}", Some.Bytes(10));
        string[] ask = ["-c", $"protocol.version={version}", "ls-remote", daemon.Url()];
        Assert.Equal(3, (await Some.GitAsync(ask)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        await daemon.PublishAsync("home/3", Some.Bytes(10));
        using var watch = new MeterWatch();
        var said = await Clones.FailureAsync(ask);
        Assert.Equal(1, watch.Requests("refs", SmartHttpOutcome.TooLarge));
        Assert.Contains("remote error: this repository has more than 3 branches", said);
        Assert.Contains("git -c protocol.version=2 clone", said);
        Assert.Equal(4, (await Some.GitAsync("ls-remote", daemon.Url())).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("ERR this repository has more than 3 branches", await OldAskAsync(daemon, "home", new string('1', 40)));
    }

    [Fact]
    public async Task Refs_that_the_index_does_not_know_count_too()
    {
        await using var daemon = await TestDaemon.StartAsync(smartHttp: new() { OldProtocolRefsMax = 1 });
        await daemon.PublishAsync("home/a", Some.Bytes(10));
        string[] ask = ["-c", "protocol.version=0", "ls-remote", daemon.Url()];
        Assert.Contains("refs/heads/r/a", await Some.GitAsync(ask));
        await Some.GitAsync($"--git-dir={daemon.Repository()}", "update-ref", "refs/tags/x", "refs/heads/r/a");
        Assert.Contains("more than 1 branches", await Clones.FailureAsync(ask));
    }

    [Fact]
    public async Task Who_wants_too_much_is_told_by_git_how_much_that_is()
    {
        await using var daemon = await TestDaemon.StartAsync(smartHttp: new() { WantsMax = 2 });
        for (uint i = 0; i < 3; i++)
            await daemon.PublishAsync($"home/{i}", Some.Bytes(10, i + 1));
        var said = await Clones.FailureAsync("clone", "--bare", daemon.Url(), daemon.Folder.At("clone"));
        Assert.Contains("remote error: A request has at most 2 wants here.", said);
    }

    private static async Task<string> OldAskAsync(TestDaemon daemon, string tenant, string commit)
    {
        using var body = new ByteArrayContent(PktText.Bytes($"want {commit} ofs-delta\n", "0000", "done\n"));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/x-git-upload-pack-request");
        using var answer = await daemon.Http.PostAsync($"/git/{tenant}/_data.git/git-upload-pack", body, Some.Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return Encoding.Latin1.GetString(await answer.Content.ReadAsByteArrayAsync(Some.Ct));
    }
}
