using System.Security.Cryptography;
using System.Text.Json;
using Decent.Content;
using Decent.Hosting.Cli;
using Decent.Instance.Checking;
using Decent.Instance.Git;
using Decent.Instance.Index;
using Decent.Instance.Publishing;
using Decent.Instance.Tests.History;

namespace Decent.Instance.Tests.Checking;

/// <summary>A state that is sound has no finding, and each thing that is kept twice has one when it is changed in one place.</summary>
public sealed class FsckTests
{
    [Fact]
    public async Task A_sound_state_has_no_finding()
    {
        await using var instance = await FilledAsync();
        await instance.HeadAfterAsync("away/c", Some.Bytes(500, 8));
        foreach (var full in (bool[])[false, true])
        {
            var (result, findings) = await CheckAsync(instance, full);
            Assert.Empty(findings);
            // 4 small blocks of home/a, 1 each of home/b and away/c, 3 of home/site: its large file has none.
            Assert.Equal(new FsckResult(2, 4, 6, 9, 0), result);
        }
    }

    [Fact]
    public async Task The_command_ends_with_one_and_a_line_for_each_finding()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var head = await daemon.PublishAsync("home/a", Some.Bytes(10));
        var sound = await daemon.CliAsync("fsck");
        Assert.Equal((CliExit.Ok, ""), (sound.Exit, sound.Error));
        Assert.StartsWith("Checked 1 tenants, 1 resources, 1 versions and 1 small blocks in ", sound.Out);
        Assert.EndsWith("everything agrees\n", sound.Out);
        daemon.Get<VersionIndex>().Put([], [head.Id]);
        var broken = await daemon.CliAsync("fsck", "--json");
        var lines = broken.Out.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(CliExit.Failed, broken.Exit);
        Assert.Equal("Index", lines[0].GetProperty("finding").GetProperty("kind").GetString());
        Assert.Equal(lines.Count - 1, lines[^1].GetProperty("result").GetProperty("findings").GetInt32());
        Assert.Equal(CliExit.Ok, (await daemon.CliAsync("reindex")).Exit);
        Assert.Equal(CliExit.Ok, (await daemon.CliAsync("fsck", "--full")).Exit);
    }

    [Fact]
    public async Task Rows_that_are_missing_or_have_no_branch_are_found_and_a_new_index_is_right()
    {
        await using var instance = await FilledAsync();
        instance.Get<VersionIndex>().Put([], [Some.Id("home/a")]);
        await MendsAsync(instance, FindingKind.Index, "The index lacks home/a, which is at");
        instance.Get<VersionIndex>().Put(Some.Version("home/never") with { ShardCount = 1 });
        await MendsAsync(instance, FindingKind.Index, "The index knows home/never, and git has no such branch");
        Change(instance, "ledger.db", "DELETE FROM publication WHERE id = 'home/a'");
        await MendsAsync(instance, FindingKind.Ledger, "home/a is at");
    }

    [Fact]
    public async Task A_row_that_says_something_else_is_found_whatever_it_is()
    {
        await using var instance = await FilledAsync();
        var sound = instance.Get<VersionIndex>().Find(Some.Id("home/a"))!;
        Assert.True(Manifest.TryRead(ReadManifest(instance, "home/a"), out var manifest, out _));
        var blocks = VersionBlocks.Of(manifest);
        foreach (var change in (string[])[
            "label = '20200101-1-other'", "count = 17", "size = 17", "folder = 1", "time_ms = 17", "shard_count = 17", "origin = 'other'",
            "commit_id = zeroblob(20)", "cid = (SELECT cid FROM version WHERE id = 'home/b')"])
        {
            Change(instance, "index.db", $"UPDATE version SET {change} WHERE id = 'home/a'");
            await FoundAsync(instance, FindingKind.Index, "The index says of home/a what its newest version");
            Change(instance, "index.db", $"DELETE FROM version WHERE id = 'home/a'");
            instance.Get<VersionIndex>().Put(sound, blocks);
        }
        await MendedAsync(instance);
    }

    [Fact]
    public async Task A_shard_that_is_wrong_is_found_and_a_new_index_is_right()
    {
        await using var instance = await FilledAsync();
        foreach (var (change, expected) in (ValueTuple<string, string>[])[
            ("UPDATE shard SET hash = zeroblob(32) WHERE resources > 0", "its hash"),
            ("UPDATE shard SET count = count - 1", "its count"),
            ("UPDATE shard SET time_ms = 1", "its time"),
            ("UPDATE shard_group SET hash = zeroblob(32)", "of its group"),
            ("UPDATE shard SET count = 40", "counts 40 writes and git has"),
            ("DELETE FROM superseded WHERE id = 'home/a' AND count = 2", "The journal of shard")])
        {
            foreach (var group in instance.Get<VersionIndex>().Shards.Groups())
                instance.Get<VersionIndex>().Shards.Keep(group);
            Change(instance, "index.db", change);
            await FoundAsync(instance, FindingKind.Shard, expected);
            await instance.Get<Reindex>().RunAsync(null, Some.Ct);
        }
        await MendedAsync(instance);
    }

    [Fact]
    public async Task Rows_of_small_blocks_that_are_wrong_are_found_and_a_new_index_is_right()
    {
        await using var instance = await FilledAsync();
        foreach (var change in (string[])[
            "UPDATE block SET tag = zeroblob(16) WHERE leaf = 1", "DELETE FROM block WHERE leaf = 1", "UPDATE block SET leaf = 90 WHERE leaf = 1"])
        {
            Change(instance, "index.db", change);
            await FoundAsync(instance, FindingKind.Block, "The index's small blocks of home/a are not those");
            await instance.Get<Reindex>().RunAsync(null, Some.Ct);
        }
        await MendedAsync(instance);
    }

    [Fact]
    public async Task A_branch_that_was_moved_back_is_found_and_the_sentence_moves_it_forward_again()
    {
        await using var instance = await FilledAsync();
        var data = $"--git-dir={instance.Repository("home", "_data.git")}";
        await Some.GitAsync(data, "update-ref", "refs/heads/r/a", "refs/heads/r/a~1");
        var (_, findings) = await CheckAsync(instance, full: false);
        Assert.Equal(["Branch"], findings.Where(f => f.Kind is not FindingKind.Shard).Select(f => f.Kind.ToString()));
        Assert.Contains(findings, f => f.Kind == FindingKind.Shard && f.Sentence.Contains("counts 3 writes and git has 2"));
        var mended = findings[0].Sentence.Split('\'')[1].Split(' ');
        Assert.Equal("git", mended[0]);
        await Some.GitAsync([data, .. mended[1..]]);
        Assert.Empty((await CheckAsync(instance, full: true)).Findings);
    }

    [Fact]
    public async Task A_branch_that_is_gone_is_found_and_the_sentence_brings_it_back()
    {
        await using var instance = await FilledAsync();
        var data = $"--git-dir={instance.Repository("home", "_data.git")}";
        await Some.GitAsync(data, "update-ref", "-d", "refs/heads/r/a");
        var (_, findings) = await CheckAsync(instance, full: false);
        var branch = Assert.Single(findings, f => f.Kind == FindingKind.Branch);
        Assert.StartsWith("home/a was acknowledged as", branch.Sentence);
        await Some.GitAsync([data, .. branch.Sentence.Split('\'')[1].Split(' ')[1..]]);
        Assert.Empty((await CheckAsync(instance, full: true)).Findings);
    }

    [Fact]
    public async Task Commits_whose_trailers_do_not_follow_and_histories_that_were_cut_off_are_found()
    {
        await using var instance = await FilledAsync();
        var data = instance.Repository("home", "_data.git");
        var sound = (await Some.GitAsync($"--git-dir={data}", "rev-parse", "r/a")).Trim();
        var message = await Some.GitAsync($"--git-dir={data}", "log", "-1", "--format=%B", sound);
        foreach (var (trailer, other, kind, expected) in (ValueTuple<string, string, FindingKind, string>[])[
            ("Decent-Count: 3\n", "Decent-Count: 4\n", FindingKind.Trailers, "does not follow from"),
            ("Decent-Shard-Count: 3\n", "Decent-Shard-Count: 2\n", FindingKind.Trailers, "does not follow from"),
            ("Decent-Time: 2026", "Decent-Time: 2025", FindingKind.Trailers, "does not follow from"),
            ("Decent-Kind: file\n", "", FindingKind.Branch, "which this program did not write")])
        {
            Assert.Contains(trailer, message);
            await LongerBranch.GrowAsync(data, "r/a", $"{sound}~1", [message.Replace(trailer, other)]);
            Assert.Contains((await CheckAsync(instance, full: false)).Findings, f => f.Kind == kind && f.Sentence.Contains(expected));
        }
        await LongerBranch.GrowAsync(data, "r/a", "", [message]);
        Assert.Contains((await CheckAsync(instance, full: false)).Findings,
            f => f.Kind == FindingKind.Trailers && f.Sentence.StartsWith("The history of home/a ends at"));
        await LongerBranch.GrowAsync(data, "r/a", sound, ["Not ours\n", message]);
        Assert.Contains((await CheckAsync(instance, full: false)).Findings,
            f => f.Kind == FindingKind.Trailers && f.Sentence.Contains("whose trailers are not whole"));
        await Some.GitAsync($"--git-dir={data}", "update-ref", "refs/heads/r/a", sound);
        Assert.Empty((await CheckAsync(instance, full: false)).Findings);
    }

    [Fact]
    public async Task Branches_of_somebody_else_among_the_resources_are_found()
    {
        await using var instance = await FilledAsync();
        await Some.GitAsync($"--git-dir={instance.Repository("home", "_data.git")}", "fetch", "-q", instance.Repository("home", "_script.git"),
            "main:refs/heads/r/x%zz", "main:refs/heads/r/foreign", "main:refs/heads/topic");
        var (_, findings) = await CheckAsync(instance, full: true);
        Assert.Equal(2, findings.Count(f => f.Kind == FindingKind.Branch));
        Assert.Contains(findings, f => f.Sentence.StartsWith("The branch r/x%zz is named like a resource's and is none"));
        Assert.Contains(findings, f => f.Sentence.Contains("which this program did not write"));
        Assert.Equal(2, findings.Count);
    }

    [Fact]
    public async Task An_object_whose_bytes_are_damaged_is_found_by_a_full_check()
    {
        await using var instance = await FilledAsync();
        var packs = Path.Combine(instance.Repository("home", "_data.git"), "objects", "pack");
        var largest = new DirectoryInfo(packs).EnumerateFiles("*.pack").MaxBy(f => f.Length)!.FullName;
        var bytes = await File.ReadAllBytesAsync(largest, Some.Ct);
        bytes.AsSpan(bytes.Length / 2, 64).Clear();
        // Git makes packs read-only: another file under the name.
        File.Delete(largest);
        await File.WriteAllBytesAsync(largest, bytes, Some.Ct);
        var (_, findings) = await CheckAsync(instance, full: true);
        Assert.Contains(findings, f => f.Kind == FindingKind.Git && f.Tenant == "home" && f.Sentence.Contains("_data.git: git fsck says"));
    }

    [Fact]
    public async Task A_repository_without_one_of_its_objects_is_found_whichever_it_is()
    {
        await using var instance = await FilledAsync();
        await instance.Get<InfoWriter>().FlushAsync(Some.Ct);
        foreach (var name in (string[])["_data.git", "_info.git", "_script.git"])
        {
            var packs = Path.Combine(instance.Repository("home", name), "objects", "pack");
            foreach (var file in Directory.GetFiles(packs, Path.GetFileNameWithoutExtension(Directory.GetFiles(packs, "*.pack").Order().First()) + ".*"))
                File.Delete(file);
            var (_, findings) = await CheckAsync(instance, full: false);
            Assert.Contains(findings, f => f.Kind == FindingKind.Git && f.Tenant == "home" && f.Sentence.Contains($"{name}: git fsck says"));
        }
    }

    [Fact]
    public async Task Content_and_tags_that_are_not_what_a_manifest_says_are_found_and_so_is_a_manifest_of_another_content()
    {
        await using var instance = await FilledAsync();
        var data = instance.Repository("home", "_data.git");
        var sound = (await Some.GitAsync($"--git-dir={data}", "rev-parse", "r/b")).Trim();
        var tampered = ReadManifest(instance, "home/b");
        tampered[^1] ^= 1;
        Assert.True(Manifest.TryRead(tampered, out _, out _));
        foreach (var (blob, manifest, kind, expected) in (ValueTuple<string, byte[]?, FindingKind, string>[])[
            ("r/a:content/a", null, FindingKind.Content, "What git has of '' of home/b"),
            ($"{sound}:content/b", tampered, FindingKind.Block, "A tag in the manifest of home/b"),
            ($"{sound}:content/b", ReadManifest(instance, "home/a"), FindingKind.Content, "The manifest of home/b")])
        {
            await ForgedTree.PutAsync(data, "r/b", sound, blob, manifest, name: "b");
            await instance.Get<Reindex>().RunAsync(null, Some.Ct);
            Assert.Contains((await CheckAsync(instance, full: false)).Findings, f => f.Kind == kind && f.Sentence.StartsWith(expected));
        }
    }

    [Fact]
    public async Task Wrong_bytes_in_the_content_store_are_found_and_gone_afterwards()
    {
        await using var instance = await FilledAsync();
        var cid = instance.Get<VersionIndex>().Find(Some.Id("home/b"))!.Head.Root;
        var file = Directory.GetFiles(Path.Combine(instance.State, "content", "objects"), "*", SearchOption.AllDirectories)
            .Single(f => Path.GetFileName(f) == cid.ToString());
        await File.WriteAllBytesAsync(file, Some.Bytes(500, 99), Some.Ct);
        var finding = Assert.Single((await CheckAsync(instance, full: false)).Findings);
        Assert.Equal((FindingKind.Content, true), (finding.Kind, finding.Sentence.StartsWith("The content store had wrong bytes of '' of home/b")));
        Assert.Empty((await CheckAsync(instance, full: true)).Findings);
    }

    [Fact]
    public async Task A_key_that_does_not_verify_what_it_signs_is_found()
    {
        await using var instance = await FilledAsync();
        Assert.Empty((await CheckAsync(instance, full: false)).Findings);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await instance.ReopenAsync(() =>
        {
            using var file = SqliteFile.Open(Path.Combine(instance.State, "ledger.db"), full: true, "SELECT 1");
            Assert.Equal(1, file.Run("UPDATE instance_key SET public = $0", key.ExportSubjectPublicKeyInfo()));
        });
        var finding = Assert.Single((await CheckAsync(instance, full: false)).Findings);
        Assert.Equal((FindingKind.Key, true), (finding.Kind, finding.Sentence.Contains("does not verify with the key")));
    }

    [Fact]
    public async Task Publications_during_checks_are_no_findings()
    {
        await using var instance = await FilledAsync();
        using var done = new CancellationTokenSource();
        var publishing = Task.Run(async () =>
        {
            for (uint i = 0; !done.IsCancellationRequested; i++)
                await instance.HeadAfterAsync(i % 2 == 0 ? "home/a" : $"away/{i}", Some.Bytes(100, i + 100));
        }, Some.Ct);
        for (var i = 0; i < 2; i++)
            Assert.Empty((await CheckAsync(instance, full: false)).Findings);
        await done.CancelAsync();
        await publishing;
        Assert.Empty((await CheckAsync(instance, full: true)).Findings);
    }

    /// <summary>Finds this, and what else there is has the same remedy.</summary>
    private static async Task FoundAsync(TestInstance instance, FindingKind kind, string expected)
    {
        var (_, findings) = await CheckAsync(instance, full: false);
        Assert.Contains(findings, f => f.Kind == kind && f.Sentence.Contains(expected));
        Assert.All(findings, f => Assert.Contains("decent-instance reindex", f.Sentence));
    }

    private static async Task MendedAsync(TestInstance instance)
    {
        await instance.Get<Reindex>().RunAsync(null, Some.Ct);
        Assert.Empty((await CheckAsync(instance, full: false)).Findings);
    }

    private static async Task MendsAsync(TestInstance instance, FindingKind kind, string expected)
    {
        await FoundAsync(instance, kind, expected);
        await MendedAsync(instance);
    }

    private static async Task<(FsckResult Result, List<Finding> Findings)> CheckAsync(TestInstance instance, bool full)
    {
        var findings = new List<Finding>();
        var result = await instance.Get<Fsck>().RunAsync(full, null, finding =>
        {
            findings.Add(finding);
            return Task.CompletedTask;
        }, Some.Ct);
        Assert.Equal(findings.Count, result.Findings);
        return (result, findings);
    }

    private static void Change(TestInstance instance, string file, string sql)
    {
        using var opened = SqliteFile.Open(Path.Combine(instance.State, file), full: false, "SELECT 1");
        Assert.InRange(opened.Run(sql), 1, 1000);
    }

    private static byte[] ReadManifest(TestInstance instance, string id)
    {
        var root = instance.Get<VersionIndex>().Find(Some.Id(id))!.Head.Root;
        Assert.True(instance.Get<ContentStore>().TryGetManifest(root, out var manifest));
        return manifest.ToBytes();
    }

    /// <summary>A file with three versions, another with one, a folder with a large and two small files.</summary>
    private static async Task<TestInstance> FilledAsync()
    {
        var instance = await TestInstance.StartAsync();
        for (uint i = 1; i <= 3; i++)
            await instance.HeadAfterAsync("home/a", Some.Bytes(13_000, i));
        await instance.HeadAfterAsync("home/b", Some.Bytes(500, 9));
        instance.Folder.Write("site/large", Some.Bytes((1 << 20) + 1, 5));
        instance.Folder.Write("site/a/index.html", Some.Bytes(5000, 1));
        instance.Folder.Write("site/zero", []);
        var site = await instance.Get<Publisher>().PublishAsync(instance.Folder.At("site"), "home/site", null, Some.Ct);
        Assert.Equal(PublishOutcome.Published, site.Outcome);
        return instance;
    }
}
