using System.Text;
using Decent.Content;
using Decent.Instance.History;
using Decent.Instance.Index;
using Decent.Instance.Publishing;

namespace Decent.Instance.Tests.Index;

/// <summary>Index and ledger are derived: a load of every kind, and all that is answered about it, before and after they were lost.</summary>
public sealed class DerivedAnswersTests
{
    private const int Writes = 100;
    private static readonly IReadOnlyList<string> Mates = ShardMates.Of("home/0", 3);

    // Another tenant's resource of the same shard: counts go on over tenants.
    private static readonly string Stranger = ShardMates.StrangerOf("home/0", "away/");

    private static readonly string[] Ids = [.. Mates, Stranger, "away/a", "third/b", "third/ü 50%", "home/each/1", "home/each/2", "third/each/1", "home/none"];

    [Fact]
    public async Task Every_answer_is_identical_after_index_and_ledger_were_made_again()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await LoadAsync(daemon, seed: 3);
        var shard = Some.Id(Mates[0]).Shard;
        Assert.InRange(daemon.Get<VersionIndex>().ShardCount(shard), 70, Writes);
        Assert.Equal(64, daemon.Get<VersionIndex>().Shards.Tell(shard).Journal!.Count);
        var before = await AnswersAsync(daemon);
        Assert.InRange(before.Count, 120, 300);

        Assert.StartsWith($"Indexed {Ids.Length - 1} resources", (await daemon.CliAsync("reindex")).Out);
        Assert.Equal(before, await AnswersAsync(daemon));

        await daemon.RestartAsync(() =>
        {
            foreach (var file in (string[])["index.db", "ledger.db"])
                File.Delete(Path.Combine(daemon.State, file));
            return Task.CompletedTask;
        });
        Assert.Equal(before, await AnswersAsync(daemon));
        var next = await daemon.PublishAsync(Mates[0], Some.Bytes(50, 9999));
        var newest = daemon.Get<VersionIndex>().Shards.Tell(shard).Journal![^1];
        Assert.Equal(daemon.Get<VersionIndex>().ShardCount(shard), newest.ShardCount);
        Assert.Equal(next.Commit, newest.Entry.Commit);
    }

    [Fact]
    public async Task A_journal_that_lost_one_entry_has_it_again_after_a_new_index()
    {
        await using var instance = await TestInstance.StartAsync();
        for (uint i = 0; i < 12; i++)
            await instance.HeadAfterAsync(Mates[(int)i % 2], Some.Bytes(100, i + 1));
        var shards = instance.Get<VersionIndex>().Shards;
        var before = shards.Tell(Some.Id(Mates[0]).Shard).ToJson();
        using (var file = SqliteFile.Open(Path.Combine(instance.State, "index.db"), full: false, "SELECT 1"))
            Assert.Equal(1, file.Run("DELETE FROM superseded WHERE shard_count = 5"));
        Assert.NotEqual(before, shards.Tell(Some.Id(Mates[0]).Shard).ToJson());
        await instance.Get<Reindex>().RunAsync(null, Some.Ct);
        Assert.Equal(before, shards.Tell(Some.Id(Mates[0]).Shard).ToJson());
    }

    [Fact]
    public async Task A_tenant_with_foreign_branches_is_known_after_a_new_index_a_restart_and_a_start_without_one()
    {
        await using var instance = await TestInstance.StartAsync();
        await instance.HeadAfterAsync("home/a", Some.Bytes(10));
        await instance.HeadAfterAsync("away/a", Some.Bytes(10));
        var data = $"--git-dir={instance.Repository("home", "_data.git")}";
        await Some.GitAsync(data, "fetch", "-q", instance.Repository("home", "_script.git"), "main:refs/heads/r/foreign");
        Assert.False(instance.Get<Replay>().HasForeign("home"));
        await instance.Get<Reindex>().RunAsync(null, Some.Ct);
        AssertForeign();
        await instance.ReopenAsync();
        AssertForeign();
        await instance.ReopenAsync(() => File.Delete(Path.Combine(instance.State, "index.db")));
        AssertForeign();
        await Some.GitAsync(data, "update-ref", "-d", "refs/heads/r/foreign");
        await instance.Get<Reindex>().RunAsync(null, Some.Ct);
        Assert.False(instance.Get<Replay>().HasForeign("home"));

        void AssertForeign() =>
            Assert.Equal((true, false), (instance.Get<Replay>().HasForeign("home"), instance.Get<Replay>().HasForeign("away")));
    }

    /// <summary>Single publications, batches and restorations in an order that the seed chooses; most of them in one shard.</summary>
    private static async Task LoadAsync(TestDaemon daemon, uint seed)
    {
        var chance = Some.Bytes(2 * Writes, seed);
        for (var i = 0; i < Writes; i++)
        {
            var (what, which) = (chance[2 * i] % 16, chance[(2 * i) + 1]);
            if (what < 13)
                await daemon.PublishAsync(new[] { Mates[0], Mates[1], Mates[2], Stranger }[which % 4], Some.Bytes(20 + which, (uint)(which % 40) + 1));
            else if (what < 14)
                await daemon.PublishAsync(new[] { "away/a", "third/b", "third/ü 50%" }[which % 3], Some.Bytes(5000 + which, (uint)i + 1));
            else if (what == 14)
                await BatchAsync(daemon, which % 2 == 0 ? "home/each" : "third/each", which % 2 == 0 ? 2 : 1, (uint)i);
            else
                await RestoreAsync(daemon, Mates[which % 3], which);
        }
        foreach (var id in Ids[..^1].Where(id => daemon.Get<VersionIndex>().Find(Some.Id(id)) is null).ToList())
            await daemon.PublishAsync(id, Some.Bytes(30, seed));
    }

    private static async Task BatchAsync(TestDaemon daemon, string prefix, int files, uint seed)
    {
        for (var file = 1; file <= files; file++)
            daemon.Folder.Write($"batch{files}/{file}", Some.Bytes(4100 + file, seed + 1));
        Assert.Equal(0, (await daemon.CliAsync("publish", daemon.Folder.At($"batch{files}"), "--each", "--as", prefix)).Exit);
    }

    private static async Task RestoreAsync(TestDaemon daemon, string id, int which)
    {
        var past = new List<Head>();
        await foreach (var version in daemon.Get<VersionHistory>().ReadAsync(Some.Id(id), Some.Ct))
            past.Add(version.Version!.Head);
        if (past.Count == 0)
            return;
        var result = await daemon.Get<Restoration>().RunAsync(Some.Id(id), past[which % past.Count].Label, false, null, Some.Ct);
        Assert.NotEqual(RestoreOutcome.Refused, result.Outcome);
    }

    /// <summary>All that nameserver and git say, but for signatures and the key's name: the key is the ledger's own, and no two signatures are alike.</summary>
    private static async Task<SortedDictionary<string, string>> AnswersAsync(TestDaemon daemon)
    {
        var answers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in Ids.Select(Some.Id))
        {
            await AskAsync($"/api/v1/resource/{Uri.EscapeDataString(id.Text).Replace("%2F", "/")}");
            await AskAsync($"/api/v1/group/{id.Group:x2}");
            foreach (var tag in daemon.Get<VersionIndex>().Tags(id, 10))
                await AskAsync($"/api/v1/block/{Convert.ToHexStringLower(tag)}");
        }
        foreach (var shard in Ids.Select(id => Some.Id(id).Shard).Distinct())
        {
            foreach (var query in (string[])["", "?at="])
                await AskAsync($"/api/v1/shard/{shard}{query}");
            for (var since = 0L; since <= daemon.Get<VersionIndex>().ShardCount(shard) + 1; since++)
                await AskAsync($"/api/v1/shard/{shard}?since={since}");
        }
        await AskAsync("/api/v1/groups");
        using var body = new StringContent($"[{string.Join(',', Ids.Select(id => $"\"{id}\""))}]");
        using var many = await daemon.Http.PostAsync("/api/v1/resources", body, Some.Ct);
        answers["many"] = Unsigned(await many.Content.ReadAsStringAsync(Some.Ct));
        foreach (var tenant in (string[])["home", "away", "third"])
            answers[$"refs {tenant}"] = await Some.GitAsync("ls-remote", $"{daemon.Address}/git/{tenant}/_data.git");
        return answers;

        async Task AskAsync(string path)
        {
            using var answer = await daemon.Http.GetAsync(path, Some.Ct);
            var headers = answer.Headers.Concat(answer.Content.Headers)
                .Where(h => h.Key is not ("Date" or "Decent-Signature" or "Decent-Key")).OrderBy(h => h.Key, StringComparer.Ordinal);
            answers[path] = $"{(int)answer.StatusCode} {string.Join('\n', headers.Select(h => $"{h.Key}: {string.Join(',', h.Value)}"))}\n"
                + Unsigned(Encoding.Latin1.GetString(await answer.Content.ReadAsByteArrayAsync(Some.Ct)));
        }
    }

    private static string Unsigned(string text)
    {
        foreach (var name in (string[])["\"signature\":\"", "\"key\":\""])
            for (int at; (at = text.IndexOf(name, StringComparison.Ordinal)) >= 0;)
                text = text.Remove(at, text.IndexOf('"', at + name.Length) + 1 - at);
        return text;
    }
}
