using System.Net.Http.Headers;
using System.Text;
using Decent.Instance.Git;

namespace Decent.Instance.Tests.SmartHttp;

/// <summary>Who answers for names: the index where it knows all, git where it does not, and both in the same words.</summary>
public sealed class NamesTests : IAsyncLifetime
{
    private static readonly string[] Everything = ["peel", "symrefs", "unborn"];
    private readonly TempFolder _folder = new();
    private CountedGit _git = null!;
    private TestDaemon _daemon = null!;

    public async ValueTask InitializeAsync()
    {
        _git = new CountedGit(_folder);
        _daemon = await TestDaemon.StartAsync(git: _git.Options);
        foreach (var path in (string[])["a", "a-b", "a/b", "Grüße/x", "z.lock"])
            await _daemon.PublishAsync($"home/{path}", Encoding.UTF8.GetBytes(path));
    }

    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData]
    [InlineData("")]
    [InlineData("HEAD")]
    [InlineData("refs/heads/")]
    [InlineData("refs/heads/r/")]
    [InlineData("refs/heads/r/a")]
    [InlineData("refs/heads/r/a%2Fb")]
    [InlineData("HEAD", "refs/heads/", "refs/heads/r/a", "refs/tags/")]
    [InlineData("refs/heads/r/z%2Elock", "refs/heads/r/a", "refs/heads/r/a-b")]
    [InlineData("refs/tags/")]
    [InlineData("refs/heads/main")]
    [InlineData("H", "refs/heads/r/Grüße%2Fx")]
    public async Task The_index_answers_alone_and_in_gits_words(params string[] prefixes)
    {
        string[] arguments = [.. Everything, .. prefixes.Select(p => $"ref-prefix {p}")];
        List<string> answer = [];
        Assert.Equal(0, await _git.ServedDuringAsync(async () => answer = await AskAsync(arguments)));
        Assert.Equal(await StockAsync(arguments), answer.Order(StringComparer.Ordinal));
        Assert.Equal("0000", answer[^1]);
    }

    [Theory]
    [InlineData]
    [InlineData("symrefs")]
    [InlineData("unborn")]
    [InlineData("peel", "unborn")]
    public async Task A_head_without_a_branch_is_told_to_who_asks_for_all_of_it(params string[] arguments) =>
        Assert.Equal(await StockAsync(arguments), (await AskAsync(arguments)).Order(StringComparer.Ordinal));

    [Fact]
    public async Task A_prefix_may_end_within_an_escape_or_a_character()
    {
        foreach (var prefix in (string[])["refs/heads/r/a%", "refs/heads/r/a%2", "refs/heads/r/Gr\u00fc", "refs/heads/r/%"])
            Assert.Equal(await StockAsync($"ref-prefix {prefix}"), (await AskAsync($"ref-prefix {prefix}")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_new_version_is_told_at_once()
    {
        var head = await _daemon.PublishAsync("home/a", Some.Bytes(10));
        Assert.Equal($"{Convert.ToHexStringLower(head.Commit)} refs/heads/r/a\n", (await AskAsync("ref-prefix refs/heads/r/a"))[0]);
    }

    [Fact]
    public async Task A_name_that_the_index_does_not_know_is_asked_of_git()
    {
        var commit = await TipAsync("r/a");
        await GitAsync("update-ref", "refs/heads/r/by-hand", commit);
        List<string> answer = [];
        Assert.Equal(1, await _git.ServedDuringAsync(async () => answer = await AskAsync("ref-prefix refs/heads/r/by-hand")));
        Assert.Equal([$"{commit} refs/heads/r/by-hand\n", "0000"], answer);
        // A list has it once a replay has met it.
        Assert.DoesNotContain(await AskAsync(), l => l.Contains("by-hand"));
        await _daemon.RestartAsync();
        Assert.Equal(await StockAsync(), (await AskAsync()).Order(StringComparer.Ordinal));
        Assert.Contains(await AskAsync(), l => l.Contains("by-hand"));
    }

    [Theory]
    [InlineData("refs/heads/conflict/a")]
    [InlineData("refs/heads/r0")]
    [InlineData("refs/heads/q")]
    [InlineData("refs/tags/v1")]
    [InlineData("refs/x")]
    public async Task A_ref_outside_the_versions_is_seen_at_once_loose_or_packed(string name)
    {
        await GitAsync("update-ref", name, await TipAsync("r/a"));
        string[][] questions = [Everything, ["ref-prefix " + name], [.. Everything, "ref-prefix HEAD", "ref-prefix refs/heads/"]];
        foreach (var arguments in questions)
            Assert.Equal(await StockAsync(arguments), (await AskAsync(arguments)).Order(StringComparer.Ordinal));
        await GitAsync("pack-refs", "--all");
        foreach (var arguments in questions)
            Assert.Equal(await StockAsync(arguments), (await AskAsync(arguments)).Order(StringComparer.Ordinal));
        Assert.Contains(await AskAsync("ref-prefix " + name), l => l.EndsWith($" {name}\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_annotated_tag_is_peeled()
    {
        await GitAsync("-c", "user.name=x", "-c", "user.email=x", "tag", "-a", "-m", "m", "v1", await TipAsync("r/a"));
        Assert.Contains(await AskAsync("peel"), l => l.Contains(" peeled:"));
        Assert.Equal(await StockAsync("peel"), (await AskAsync("peel")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_head_that_names_a_version_is_told_as_git_does()
    {
        await GitAsync("symbolic-ref", "HEAD", "refs/heads/r/a");
        Assert.Contains(await AskAsync(Everything), l => l.EndsWith(" HEAD symref-target:refs/heads/r/a\n", StringComparison.Ordinal));
        Assert.Equal(await StockAsync(Everything), (await AskAsync(Everything)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Packed_versions_alone_need_no_git()
    {
        await GitAsync("pack-refs", "--all");
        List<string> answer = [];
        Assert.Equal(0, await _git.ServedDuringAsync(async () => answer = await AskAsync(Everything)));
        Assert.Equal(await StockAsync(Everything), answer.Order(StringComparer.Ordinal));
        Assert.False(File.Exists(Path.Combine(_daemon.Repository(), "refs/heads/r/a")));
    }

    [Fact]
    public async Task The_option_narrow_leaves_out_what_covers_the_branch_that_is_wanted()
    {
        string[] clone = ["ref-prefix HEAD", "ref-prefix refs/heads/", "ref-prefix r/a", "ref-prefix refs/heads/r/z%2Elock", "ref-prefix refs/tags/"];
        Assert.Equal(2, (await AskAsync(clone, "server-option=narrow")).Count);
        Assert.Equal(6, (await AskAsync(clone, "server-option=other")).Count);
        Assert.Equal(6, (await AskAsync(["ref-prefix refs/heads/"], "server-option=narrow")).Count);
        // The same when git answers.
        await GitAsync("update-ref", "refs/heads/conflict/a", await TipAsync("r/a"));
        Assert.Equal(2, (await AskAsync(clone, "server-option=narrow")).Count);
        var to = await _daemon.CloneAsync(_daemon.Url(), "--single-branch", "-b", "r/a%2Fb", "--server-option=narrow");
        Assert.Equal(["r/a%2Fb"], await Clones.RemoteBranchesAsync(to));
    }

    private Task<List<string>> AskAsync(params string[] arguments) => AskAsync(arguments, "agent=test");

    private async Task<List<string>> AskAsync(string[] arguments, string capability)
    {
        using var ask = new HttpRequestMessage(HttpMethod.Post, $"/git/home/_data.git/git-upload-pack");
        ask.Headers.Add("Git-Protocol", "version=2");
        ask.Content = new ByteArrayContent(PktText.Bytes(["command=ls-refs", capability, "0001", .. arguments, "0000"]));
        ask.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-git-upload-pack-request");
        using var answer = await _daemon.Http.SendAsync(ask, Some.Ct);
        Assert.Equal("application/x-git-upload-pack-result", answer.Content.Headers.ContentType!.MediaType);
        return PktText.Lines(await answer.Content.ReadAsByteArrayAsync(Some.Ct));
    }

    /// <summary>What stock git answers, sorted.</summary>
    private async Task<IEnumerable<string>> StockAsync(params string[] arguments)
    {
        using var output = new MemoryStream();
        await Some.Git().RunAsync(new GitCommand
        {
            Arguments = ["upload-pack", "--stateless-rpc", _daemon.Repository()],
            Budget = TimeSpan.FromSeconds(120),
            Protocol = "version=2",
            Input = async (stdin, ct) => await stdin.WriteAsync(PktText.Bytes(["command=ls-refs", "0001", .. arguments, "0000"]), ct),
            Output = (stdout, ct) => stdout.CopyToAsync(output, ct),
        }, Some.Ct);
        return PktText.Lines(output.ToArray()).Order(StringComparer.Ordinal);
    }

    private async Task<string> TipAsync(string branch) => (await GitAsync("rev-parse", branch)).Trim();

    private Task<string> GitAsync(params string[] arguments) => Some.GitAsync([$"--git-dir={_daemon.Repository()}", .. arguments]);
}
