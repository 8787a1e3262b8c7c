using System.Text;
using System.Text.Json;
using Decent.Content;
using Decent.Instance.Git;
using Decent.Instance.Index;
using Decent.Instance.Publishing;
using Decent.Instance.Relay;

namespace Decent.Instance.Tests.Index;

/// <summary>An index that was made anew answers like the one before, byte for byte.</summary>
public sealed class ReindexTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_answer_about_names_blocks_and_listings_is_the_same_before_and_after(bool atStart)
    {
        await using var daemon = await FilledAsync();
        var before = await AnswersAsync(daemon);
        Assert.Equal(50, before.Count(a => a.Key.StartsWith("/api/v1/resource/", StringComparison.Ordinal)));
        Assert.InRange(before.Count(a => a.Key.StartsWith("/api/v1/block/", StringComparison.Ordinal)), 60, 200);
        if (atStart)
        {
            await daemon.RestartAsync(() =>
            {
                File.Delete(Path.Combine(daemon.State, "index.db"));
                return Task.CompletedTask;
            });
        }
        else
        {
            using var line = JsonDocument.Parse((await daemon.CliAsync("reindex", "--json")).Out);
            Assert.Equal((48, 0), (line.RootElement.GetProperty("resources").GetInt32(), line.RootElement.GetProperty("lost").GetInt32()));
        }
        Assert.Equal(before, await AnswersAsync(daemon));
        Assert.Equal(5, (await daemon.PublishAsync("home/often", Some.Bytes(10, 99))).Count);
        Assert.DoesNotContain(Directory.GetFiles(daemon.State), f => f.Contains("index.db.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_wrong_in_the_index_is_right_afterwards()
    {
        await using var daemon = await FilledAsync();
        var before = await AnswersAsync(daemon);
        var index = daemon.Get<VersionIndex>();
        var often = index.Find(Some.Id("home/often"))!;
        index.Put(often with { Head = often.Head with { Root = Cid.Raw(Some.Bytes(32)), Label = "20200101-1-other" } });
        index.Put(Some.Version("home/never"));
        index.Put([], [Some.Id("away/site")]);
        Assert.Null(index.Find(Some.Id("away/site")));
        Assert.StartsWith("Indexed 48 resources in ", (await daemon.CliAsync("reindex")).Out);
        Assert.Null(index.Find(Some.Id("home/never")));
        Assert.Equal(before, await AnswersAsync(daemon));
    }

    [Fact]
    public async Task Publications_go_on_meanwhile_and_none_is_missing_afterwards()
    {
        await using var instance = await TestInstance.StartAsync();
        for (var i = 0; i < 20; i++)
            await instance.HeadAfterAsync($"home/{i}", Some.Bytes(100, (uint)i));
        using var done = new CancellationTokenSource();
        var publishing = Task.Run(async () =>
        {
            var count = 0;
            for (; !done.IsCancellationRequested || count == 0; count++)
            {
                var head = await instance.HeadAfterAsync($"{(count % 2 == 0 ? "home" : "later")}/new/{count}", Some.Bytes(50, (uint)count));
                Assert.Equal(head, instance.Get<VersionIndex>().Find(head.Id)!.Head);
            }
            return count;
        }, Some.Ct);
        for (var i = 0; i < 5; i++)
            Assert.InRange((await instance.Get<Reindex>().RunAsync(null, Some.Ct)).Resources, 20, int.MaxValue);
        await done.CancelAsync();
        var published = await publishing;
        Assert.Equal(20 + published, instance.Get<VersionIndex>().Totals().Resources);
        Assert.Equal(0, (await instance.Get<Reindex>().RunAsync(null, Some.Ct)).Lost);
        Assert.Equal(20 + published, instance.Get<VersionIndex>().Totals().Resources);
    }

    [Fact]
    public async Task A_call_that_is_given_up_leaves_the_index_as_it_was()
    {
        await using var instance = await TestInstance.StartAsync();
        await instance.HeadAfterAsync("home/a", Some.Bytes(100));
        var before = instance.Get<VersionIndex>().OfTenant("home");
        using var cancel = new CancellationTokenSource();
        var progress = new Ending(cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => instance.Get<Reindex>().RunAsync(progress, cancel.Token));
        Assert.Equal(new ReindexProgress(1, 1), progress.Last);
        Assert.Equal(before, instance.Get<VersionIndex>().OfTenant("home"));
        Assert.DoesNotContain(Directory.GetFiles(instance.State), f => f.Contains(".new", StringComparison.Ordinal));
        await instance.HeadAfterAsync("home/a", Some.Bytes(101));
    }

    [Fact]
    public async Task A_new_index_writes_no_metadata_that_git_has_already()
    {
        await using var instance = await TestInstance.StartAsync();
        for (var i = 0; i < 5; i++)
            await instance.HeadAfterAsync($"home/{i}", Some.Bytes(100, (uint)i));
        await instance.Get<InfoWriter>().FlushAsync(Some.Ct);
        var before = await InfoTipAsync(instance);
        await instance.Get<Reindex>().RunAsync(null, Some.Ct);
        Assert.NotEmpty(instance.Get<VersionIndex>().Untold(1));
        await instance.Get<InfoWriter>().FlushAsync(Some.Ct);
        Assert.Empty(instance.Get<VersionIndex>().Untold(1));
        Assert.Equal(before, await InfoTipAsync(instance));
    }

    private static Task<string> InfoTipAsync(TestInstance instance) =>
        Some.GitAsync($"--git-dir={instance.Repository("home", "_info.git")}", "rev-parse", "main");

    /// <summary>Two tenants, files, folders, a batch, resources with one version and with several, one shard with resources of both tenants.</summary>
    internal static async Task<TestDaemon> FilledAsync()
    {
        var daemon = await TestDaemon.StartAsync();
        for (var i = 0; i < 40; i++)
            daemon.Folder.Write($"each/{i % 7}/{i}", Some.Bytes(3000 + i, (uint)i + 1));
        foreach (var (prefix, seed) in (ValueTuple<string, uint>[])[("home/each", 0), ("home/each", 50)])
        {
            daemon.Folder.Write("each/0/0", Some.Bytes(4100, seed + 7));
            Assert.Equal(0, (await daemon.CliAsync("publish", daemon.Folder.At("each"), "--each", "--as", prefix)).Exit);
        }
        for (uint i = 1; i <= 4; i++)
            await daemon.PublishAsync("home/often", Some.Bytes(5000, i));
        foreach (var (id, i) in ((string[])["away/a", "away/ü 50%", "away/b/c", "home/single", "away/empty"]).Select((id, i) => (id, i)))
            await daemon.PublishAsync(id, Some.Bytes(i == 4 ? 0 : 9000 * (i + 1), (uint)i + 80));
        foreach (var id in (string[])["home/site", "away/site", "home/site"])
        {
            daemon.Folder.Write("site/large", Some.Bytes((1 << 20) + 100, (uint)id.Length));
            daemon.Folder.Write("site/a/index.html", Some.Bytes(10_000, (uint)id.Length));
            daemon.Folder.Write("site/zero", []);
            await daemon.Get<Publisher>().PublishAsync(daemon.Folder.At("site"), id, null, Some.Ct);
        }
        return daemon;
    }

    /// <summary>What the daemon answers about each of them, and about a few that it does not have.</summary>
    internal static async Task<SortedDictionary<string, string>> AnswersAsync(TestDaemon daemon)
    {
        var answers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var index = daemon.Get<VersionIndex>();
        string[] ids = [.. Enumerable.Range(0, 40).Select(i => $"home/each/{i % 7}/{i}"),
            "home/often", "away/a", "away/ü 50%", "away/b/c", "home/single", "away/empty", "home/site", "away/site", "home/none", "none/none"];
        foreach (var id in ids.Select(Some.Id))
        {
            await AskAsync($"/api/v1/resource/{Uri.EscapeDataString(id.Text).Replace("%2F", "/")}");
            if (index.Find(id)?.Head is not { } head)
                continue;
            await AskAsync($"/api/v1/manifest/{head.Root}");
            Assert.True(Manifest.TryRead(await daemon.Http.GetByteArrayAsync($"/api/v1/manifest/{head.Root}", Some.Ct), out var manifest, out _));
            for (var leaf = 0; leaf < manifest.LeafCount; leaf++)
                if (!manifest.LeafTag(leaf).IsEmpty)
                    await AskAsync($"/api/v1/block/{Convert.ToHexStringLower(manifest.LeafTag(leaf))}");
            answers[$"tags {id}"] = string.Join(' ', index.Tags(id, 1000).Select(Convert.ToHexStringLower));
            answers[$"root {head.Root}"] = index.FindRoot(head.Root)!.Head.Root.ToString();
            answers[$"shard {id.Shard}"] = $"{index.ShardCount(id.Shard)}: {string.Join('\n', index.OfShard(id.Shard))}";
            var root = GroupRoot.Of(index, id.Group);
            answers[$"group {id.Group}"] = $"{root.Writes} {root.Resources} {Convert.ToHexStringLower(root.Root)}";
        }
        foreach (var tenant in (string[])["home", "away"])
            answers[$"tenant {tenant}"] = string.Join('\n', index.OfTenant(tenant).Select(v => $"{v.Head.ToJson()} {v.ShardCount} {v.Origin}"));
        answers["totals"] = $"{index.Totals()} {string.Join(' ', index.Shards.Groups().Order())}";
        return answers;

        async Task AskAsync(string path)
        {
            using var answer = await daemon.Http.GetAsync(path, Some.Ct);
            var headers = answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key is not ("Date" or "Decent-Signature")).OrderBy(h => h.Key,
                StringComparer.Ordinal);
            answers[path] = $"{(int)answer.StatusCode} {string.Join('\n', headers.Select(h => $"{h.Key}: {string.Join(',', h.Value)}"))}\n"
                + Unsigned(Convert.ToHexString(await answer.Content.ReadAsByteArrayAsync(Some.Ct)));
        }
    }

    /// <summary>Heads are signed when they are told, and no two signatures of one head are alike.</summary>
    private static string Unsigned(string hex)
    {
        var text = Encoding.UTF8.GetString(Convert.FromHexString(hex));
        var at = text.IndexOf("\"signature\":\"", StringComparison.Ordinal);
        return at < 0 || text[0] != '{' ? hex : text.Remove(at, text.IndexOf('"', at + 13) + 1 - at);
    }

    private sealed class Ending(CancellationTokenSource cancel) : IProgress<ReindexProgress>
    {
        public ReindexProgress Last { get; private set; }

        public void Report(ReindexProgress value)
        {
            Last = value;
            cancel.Cancel();
        }
    }
}
