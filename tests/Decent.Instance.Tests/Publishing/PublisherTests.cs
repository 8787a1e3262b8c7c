using Decent.Instance.Git;
using Decent.Instance.Index;
using Decent.Instance.Publishing;

namespace Decent.Instance.Tests.Publishing;

public sealed class PublisherTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4032)]
    [InlineData(1 << 20)]
    [InlineData((3 << 20) + 17)]
    public async Task A_file_comes_back_byte_for_byte_from_a_stock_clone(int length)
    {
        await using var instance = await TestInstance.StartAsync();
        var bytes = Some.Bytes(length);
        var head = await instance.HeadAfterAsync("home/site/logo.png", bytes);
        Assert.Equal(length, head.Size);
        Assert.False(head.IsFolder);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(await instance.CloneAsync("home/site/logo.png"), "logo.png"), Some.Ct));
    }

    [Fact]
    public async Task A_folder_comes_back_byte_for_byte_from_a_stock_clone()
    {
        await using var instance = await TestInstance.StartAsync();
        string[] files = ["index.html", "a/b/deep.bin", "grüße und \"mehr\".txt", "a/-x", "a.b/empty"];
        for (var i = 0; i < files.Length; i++)
            instance.Folder.Write("site/" + files[i], Some.Bytes(i == 4 ? 0 : 3000 * (i + 1), (uint)i));
        var answer = await instance.Get<Publisher>().PublishAsync(instance.Folder.At("site"), "home/site", null, Some.Ct);
        Assert.True(answer.Head!.IsFolder);
        var clone = await instance.CloneAsync("home/site");
        Assert.Equal(files.Order(), Directory.GetFiles(clone, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(clone, f)).Order());
        foreach (var file in files)
            Assert.Equal(
                await File.ReadAllBytesAsync(instance.Folder.At("site/" + file), Some.Ct),
                await File.ReadAllBytesAsync(Path.Combine(clone, file), Some.Ct));
    }

    [Theory]
    [InlineData("home/site/logo.png")]
    [InlineData("home/50% off")]
    [InlineData("home/ünï/日本 語")]
    [InlineData("home/a..b/.hidden/x.lock")]
    [InlineData("home/what?*[~^:\\]")]
    [InlineData("home/@{u}")]
    [InlineData("home/@")]
    [InlineData("home/-dash")]
    [InlineData("home/HEAD")]
    public async Task Odd_names_are_branches_that_git_accepts_and_clones(string id)
    {
        await using var instance = await TestInstance.StartAsync();
        await instance.HeadAfterAsync(id, Some.Bytes(100));
        var clone = await instance.CloneAsync(id);
        Assert.Equal(Some.Bytes(100), await File.ReadAllBytesAsync(Path.Combine(clone, id[(id.LastIndexOf('/') + 1)..]), Some.Ct));
        await instance.ReopenAsync(() => File.Delete(Path.Combine(instance.State, "index.db")));
        Assert.NotNull(instance.Get<VersionIndex>().Find(Some.Id(id)));
    }

    [Fact]
    public async Task A_commit_carries_the_trailers_of_its_version_and_its_parent()
    {
        await using var instance = await TestInstance.StartAsync();
        var first = await instance.HeadAfterAsync("home/a", Some.Bytes(10));
        var second = await instance.HeadAfterAsync("home/a", Some.Bytes(11));
        string[] columns = ["%H", "%P", .. ((string[])["Label", "Cid", "Count"]).Select(key => $"%(trailers:key=Decent-{key},valueonly,separator=)"), "%cI"];
        var log = await Some.GitAsync(
            $"--git-dir={instance.Repository("home", "_data.git")}", "log", $"--format={string.Join('|', columns)}", "r/a");
        var (one, two) = (Convert.ToHexStringLower(first.Commit), Convert.ToHexStringLower(second.Commit));
        Assert.Equal(
            $"""
            {two}|{one}|20260314-2-test-instance|{second.Root}|2|2026-03-14T15:09:26+00:00
            {one}||20260314-1-test-instance|{first.Root}|1|2026-03-14T15:09:26+00:00

            """,
            log);
    }

    [Fact]
    public async Task Labels_count_the_versions_of_a_day_and_never_repeat_when_the_clock_goes_back()
    {
        await using var instance = await TestInstance.StartAsync();
        var labels = new List<string>();
        foreach (var days in (int[])[0, 0, 1, 0, 1])
        {
            instance.Time.Now = new DateTimeOffset(2026, 3, 14 + days, 12, 0, 0, TimeSpan.Zero);
            labels.Add((await instance.HeadAfterAsync("home/a", Some.Bytes(10, (uint)labels.Count))).Label);
        }
        Assert.Equal(["20260314-1", "20260314-2", "20260315-1", "20260315-2", "20260315-3"], labels.Select(l => l.Replace("-test-instance", "")));
    }

    [Fact]
    public async Task The_same_content_again_is_the_same_version()
    {
        await using var instance = await TestInstance.StartAsync();
        var first = await instance.HeadAfterAsync("home/a", Some.Bytes(5000));
        var again = await instance.PublishAsync("home/a", Some.Bytes(5000));
        Assert.Equal(PublishOutcome.Unchanged, again.Outcome);
        Assert.Equal(first, again.Head);
        Assert.Single(instance.Relay.Told);
        Assert.Equal("1\n", await Some.GitAsync($"--git-dir={instance.Repository("home", "_data.git")}", "rev-list", "--count", "r/a"));
    }

    [Fact]
    public async Task Content_that_was_there_before_the_last_version_is_a_new_version()
    {
        await using var instance = await TestInstance.StartAsync();
        await instance.HeadAfterAsync("home/a", Some.Bytes(10, 1));
        await instance.HeadAfterAsync("home/a", Some.Bytes(10, 2));
        Assert.Equal(3, (await instance.HeadAfterAsync("home/a", Some.Bytes(10, 1))).Count);
    }

    [Theory]
    [InlineData("no-slash")]
    [InlineData("Home/a")]
    [InlineData("home/../b")]
    [InlineData("home/.git")]
    [InlineData("home/")]
    public async Task A_bad_id_is_refused_with_its_rule_and_leaves_nothing(string id)
    {
        await using var instance = await TestInstance.StartAsync();
        var answer = await instance.PublishAsync(id, Some.Bytes(10));
        Assert.Equal(PublishOutcome.Refused, answer.Outcome);
        Assert.NotEqual("", answer.Rule);
        Assert.Empty(instance.Get<TenantRepositories>().Tenants());
    }

    [Fact]
    public async Task Refused_contents_are_told_with_the_rule()
    {
        await using var instance = await TestInstance.StartAsync();
        var publisher = instance.Get<Publisher>();
        instance.Folder.Write("linked/a", [1]);
        File.CreateSymbolicLink(instance.Folder.At("linked/b"), "a");
        instance.Folder.Write("empty/a", [1]);
        Directory.CreateDirectory(instance.Folder.At("empty/nothing"));
        instance.Folder.Write("repository/.GIT/config", [1]);
        foreach (var (folder, word) in (ValueTuple<string, string>[])[("linked", "link"), ("empty", "empty"), ("repository", ".git"), ("missing", "no file")])
            Assert.Contains(word, await RuleAsync(folder));

        async Task<string> RuleAsync(string folder)
        {
            var answer = await publisher.PublishAsync(instance.Folder.At(folder), "home/a", null, Some.Ct);
            Assert.Equal(PublishOutcome.Refused, answer.Outcome);
            return answer.Rule;
        }
    }

    [Fact]
    public async Task A_relay_that_fails_does_not_undo_a_publication()
    {
        await using var instance = await TestInstance.StartAsync();
        instance.Relay.Refuses = true;
        var head = await instance.HeadAfterAsync("home/a", Some.Bytes(10));
        Assert.Equal(head, instance.Get<VersionIndex>().Find(head.Id)!.Head);
    }

    [Fact]
    public async Task Progress_ends_at_the_size_of_the_content()
    {
        await using var instance = await TestInstance.StartAsync();
        var progress = new LastReport();
        var source = instance.Folder.Write("source", Some.Bytes(3 << 20));
        await instance.Get<Publisher>().PublishAsync(source, "home/a", progress, Some.Ct);
        Assert.Equal(3 << 20, progress.Value);
    }

    private sealed class LastReport : IProgress<long>
    {
        public long Value { get; private set; }

        public void Report(long value) => Value = value;
    }
}
