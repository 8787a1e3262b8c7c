using System.Text.Json;
using Decent.Content;
using Decent.Hosting.Cli;
using Decent.Instance.History;
using Decent.Instance.Index;
using Decent.Instance.Publishing;

namespace Decent.Instance.Tests.History;

public sealed class RestoreTests
{
    [Fact]
    public async Task An_older_version_becomes_the_newest_and_history_goes_on()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var first = await daemon.PublishAsync("home/a", Some.Bytes(9000, 1));
        var second = await daemon.PublishAsync("home/a", Some.Bytes(9000, 2));
        daemon.Get<ContentStore>().ClearContent();

        var answer = await daemon.CliAsync("restore", "home/a", "--version", first.Label);
        var third = daemon.Get<VersionIndex>().Find(first.Id)!.Head;
        Assert.Equal((CliExit.Ok, "", $"Restored home/a as {third.Label}, which is {first.Label} again, {first.Root}\n"),
            (answer.Exit, answer.Error, answer.Out));
        Assert.Equal((first.Root, 3, first.Size), (third.Root, third.Count, third.Size));
        Assert.Equal(Some.Bytes(9000, 1), await daemon.Http.GetByteArrayAsync("/r/home/a", Some.Ct));

        var rows = (await daemon.CliAsync("history", "home/a")).Out.TrimEnd().Split('\n').Select(row => row.Split('\t')).ToList();
        Assert.Equal([third.Label, second.Label, first.Label], rows.Select(row => row[0]));
        Assert.Equal([$"restores {first.Label}", "file", "file"], rows.Select(row => row[6]));
        var data = Path.Combine(daemon.State, "tenants", "home", "_data.git");
        Assert.Equal($"{first.Label}\n\n", await Some.GitAsync(
            $"--git-dir={data}", "log", "-1", "--format=%(trailers:key=Decent-Restores,valueonly)", "r/a"));
    }

    [Fact]
    public async Task What_is_the_newest_already_is_not_written_again()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var first = await daemon.PublishAsync("home/a", Some.Bytes(9000, 1));
        await daemon.PublishAsync("home/a", Some.Bytes(9000, 2));
        Assert.StartsWith("Restored ", (await daemon.CliAsync("restore", "home/a", "--version", first.Label)).Out);
        Assert.StartsWith("Unchanged home/a: ", (await daemon.CliAsync("restore", "home/a", "--version", first.Label)).Out);
        Assert.Equal(3, daemon.Get<VersionIndex>().Find(first.Id)!.Head.Count);
    }

    [Fact]
    public async Task A_rehearsal_says_what_would_be_and_writes_nothing()
    {
        await using var daemon = await TestDaemon.StartAsync();
        daemon.Folder.Write("site/x/1", Some.Bytes(9000, 5));
        daemon.Folder.Write("site/y", []);
        var folder = (await daemon.Get<Publisher>().PublishAsync(daemon.Folder.At("site"), "home/site", null, Some.Ct)).Head!;
        var newest = await daemon.PublishAsync("home/site", Some.Bytes(10));
        var answer = await daemon.CliAsync("restore", "home/site", "--version", folder.Label, "--dry-run", "--json");
        using var line = JsonDocument.Parse(answer.Out);
        Assert.Equal(("Possible", 2, folder.Root.ToString()), (line.RootElement.GetProperty("outcome").GetString(),
            line.RootElement.GetProperty("files").GetInt32(), line.RootElement.GetProperty("head").GetProperty("cid").GetString()));
        Assert.Equal(newest, daemon.Get<VersionIndex>().Find(newest.Id)!.Head);

        // A folder in place of a file, and back.
        Assert.StartsWith("Restored ", (await daemon.CliAsync("restore", "home/site", "--version", folder.Label)).Out);
        Assert.Equal(Some.Bytes(9000, 5), await daemon.Http.GetByteArrayAsync("/r/home/site/-/x/1", Some.Ct));
        Assert.StartsWith("Restored ", (await daemon.CliAsync("restore", "home/site", "--version", newest.Label)).Out);
        Assert.Equal(Some.Bytes(10), await daemon.Http.GetByteArrayAsync("/r/home/site", Some.Ct));
    }

    [Theory]
    [InlineData("home/a", "20200101-1-test-instance", "home/a has no version 20200101-1-test-instance: 'decent-instance history home/a'")]
    [InlineData("home/none", "20200101-1-test-instance", "There is no resource home/none here")]
    [InlineData("Home/a", "20200101-1-test-instance", "Home/a was not restored")]
    public async Task What_is_no_version_is_refused_with_a_sentence(string id, string label, string expected)
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.PublishAsync("home/a", Some.Bytes(10));
        var answer = await daemon.CliAsync("restore", id, "--version", label);
        Assert.Equal((CliExit.Failed, ""), (answer.Exit, answer.Out));
        Assert.Contains(expected, answer.Error);
    }

    [Fact]
    public async Task What_git_has_of_another_content_is_refused_and_never_published()
    {
        await using var instance = await TestInstance.StartAsync();
        var first = await instance.HeadAfterAsync("home/a", Some.Bytes(9000, 1));
        var newest = await instance.HeadAfterAsync("home/a", Some.Bytes(9000, 2));
        instance.Get<ContentStore>().ClearContent();
        // The first version's commit, with the second one's content behind the first one's manifest.
        var data = instance.Repository("home", "_data.git");
        await ForgedTree.PutAsync(data, "r/a", $"{Convert.ToHexStringLower(first.Commit)}", $"{Convert.ToHexStringLower(newest.Commit)}:content/a");
        var result = await instance.Get<Restoration>().RunAsync(first.Id, first.Label, false, null, Some.Ct);
        Assert.Equal(RestoreOutcome.Refused, result.Outcome);
        Assert.Contains("'' in", result.Rule);
        Assert.Equal(newest, instance.Get<VersionIndex>().Find(newest.Id)!.Head);
    }

    [Fact]
    public async Task Restorations_of_one_version_at_once_write_it_once()
    {
        await using var instance = await TestInstance.StartAsync();
        var first = await instance.HeadAfterAsync("home/a", Some.Bytes(9000, 1));
        await instance.HeadAfterAsync("home/a", Some.Bytes(9000, 2));
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            instance.Get<Restoration>().RunAsync(first.Id, first.Label, false, null, Some.Ct)));
        Assert.Single(results, r => r.Outcome == RestoreOutcome.Restored);
        Assert.Equal(3, results.Count(r => r.Outcome == RestoreOutcome.Unchanged));
        Assert.Equal(3, instance.Get<VersionIndex>().Find(first.Id)!.Head.Count);
        Assert.Equal(3, instance.Relay.Told.Count);
    }

    [Fact]
    public async Task Progress_ends_with_all_bytes_and_a_version_larger_than_the_budget_is_refused()
    {
        await using var daemon = await TestDaemon.StartAsync(contentBytes: 3 << 20);
        daemon.Folder.Write("each/a", Some.Bytes(5 << 20, 1));
        Assert.Equal(0, (await daemon.CliAsync("publish", daemon.Folder.At("each"), "--each", "--as", "home")).Exit);
        var first = daemon.Get<VersionIndex>().Find(Some.Id("home/a"))!.Head;
        var second = await daemon.PublishAsync("home/a", Some.Bytes(2 << 20, 2));
        await daemon.PublishAsync("home/a", Some.Bytes(10));
        var told = new List<RestoreProgress>();
        var restoration = daemon.Get<Restoration>();
        Assert.Equal(RestoreOutcome.Refused, (await restoration.RunAsync(first.Id, first.Label, false, null, Some.Ct)).Outcome);
        daemon.Get<ContentStore>().ClearContent();
        Assert.Equal(RestoreOutcome.Restored, (await restoration.RunAsync(first.Id, second.Label, false, new Listed(told), Some.Ct)).Outcome);
        Assert.Equal(new RestoreProgress(2 << 20, 2 << 20), told[^1]);
        Assert.Equal(told.Select(p => p.Bytes).Order(), told.Select(p => p.Bytes));
    }

    private sealed class Listed(List<RestoreProgress> told) : IProgress<RestoreProgress>
    {
        public void Report(RestoreProgress value) => told.Add(value);
    }
}
