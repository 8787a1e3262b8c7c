using System.Security.Cryptography;
using System.Text.Json;
using Decent.Content;
using Decent.Hosting.Cli;
using Decent.Instance.Checking;
using Decent.Instance.Index;

namespace Decent.Instance.Tests.Checking;

/// <summary>A state that is sound has no finding, and each thing that is derived has one when it is changed.</summary>
public sealed class FsckTests
{
    [Fact]
    public async Task A_sound_state_has_no_finding()
    {
        await using var instance = await FsckScene.FilledAsync();
        await instance.HeadAfterAsync("away/c", Some.Bytes(500, 8));
        foreach (var full in (bool[])[false, true])
        {
            var (result, findings) = await instance.CheckAsync(full);
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
        await using var instance = await FsckScene.FilledAsync();
        instance.Get<VersionIndex>().Put([], [Some.Id("home/a")]);
        await instance.MendsAsync(FindingKind.Index, "The index lacks home/a, which is at");
        instance.Get<VersionIndex>().Put(Some.Version("home/never") with { ShardCount = 1 });
        await instance.MendsAsync(FindingKind.Index, "The index knows home/never, and git has no such branch");
        instance.Change( "ledger.db", "DELETE FROM publication WHERE id = 'home/a'");
        await instance.MendsAsync(FindingKind.Ledger, "home/a is at");
    }

    [Fact]
    public async Task A_row_that_says_something_else_is_found_whatever_it_is()
    {
        await using var instance = await FsckScene.FilledAsync();
        var sound = instance.Get<VersionIndex>().Find(Some.Id("home/a"))!;
        Assert.True(Manifest.TryRead(instance.ReadManifest( "home/a"), out var manifest, out _));
        var blocks = VersionBlocks.Of(manifest);
        foreach (var change in (string[])[
            "label = '20200101-1-other'", "count = 17", "size = 17", "folder = 1", "time_ms = 17", "shard_count = 17", "origin = 'other'",
            "commit_id = zeroblob(20)", "cid = (SELECT cid FROM version WHERE id = 'home/b')"])
        {
            instance.Change( "index.db", $"UPDATE version SET {change} WHERE id = 'home/a'");
            await instance.FoundAsync(FindingKind.Index, "The index says of home/a what its newest version");
            instance.Change( "index.db", $"DELETE FROM version WHERE id = 'home/a'");
            instance.Get<VersionIndex>().Put(sound, blocks);
        }
        await instance.MendedAsync();
    }

    [Fact]
    public async Task A_shard_that_is_wrong_is_found_and_a_new_index_is_right()
    {
        await using var instance = await FsckScene.FilledAsync();
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
            instance.Change( "index.db", change);
            await instance.FoundAsync(FindingKind.Shard, expected);
            await instance.Get<Reindex>().RunAsync(null, Some.Ct);
        }
        await instance.MendedAsync();
    }

    [Fact]
    public async Task Rows_of_small_blocks_that_are_wrong_are_found_and_a_new_index_is_right()
    {
        await using var instance = await FsckScene.FilledAsync();
        foreach (var change in (string[])[
            "UPDATE block SET tag = zeroblob(16) WHERE leaf = 1", "DELETE FROM block WHERE leaf = 1", "UPDATE block SET leaf = 90 WHERE leaf = 1"])
        {
            instance.Change( "index.db", change);
            await instance.FoundAsync(FindingKind.Block, "The index's small blocks of home/a are not those");
            await instance.Get<Reindex>().RunAsync(null, Some.Ct);
        }
        await instance.MendedAsync();
    }

    [Fact]
    public async Task Wrong_bytes_in_the_content_store_are_found_and_gone_afterwards()
    {
        await using var instance = await FsckScene.FilledAsync();
        var cid = instance.Get<VersionIndex>().Find(Some.Id("home/b"))!.Head.Root;
        var file = Directory.GetFiles(Path.Combine(instance.State, "content", "objects"), "*", SearchOption.AllDirectories)
            .Single(f => Path.GetFileName(f) == cid.ToString());
        await File.WriteAllBytesAsync(file, Some.Bytes(500, 99), Some.Ct);
        var finding = Assert.Single((await instance.CheckAsync(full: false)).Findings);
        Assert.Equal((FindingKind.Content, true), (finding.Kind, finding.Sentence.StartsWith("The content store had wrong bytes of '' of home/b")));
        Assert.Empty((await instance.CheckAsync(full: true)).Findings);
    }

    [Fact]
    public async Task A_key_that_does_not_verify_what_it_signs_is_found()
    {
        await using var instance = await FsckScene.FilledAsync();
        Assert.Empty((await instance.CheckAsync(full: false)).Findings);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await instance.ReopenAsync(() =>
        {
            using var file = SqliteFile.Open(Path.Combine(instance.State, "ledger.db"), full: true, "SELECT 1");
            Assert.Equal(1, file.Run("UPDATE instance_key SET public = $0", key.ExportSubjectPublicKeyInfo()));
        });
        var finding = Assert.Single((await instance.CheckAsync(full: false)).Findings);
        Assert.Equal((FindingKind.Key, true), (finding.Kind, finding.Sentence.Contains("does not verify with the key")));
    }

    [Fact]
    public async Task Publications_during_checks_are_no_findings()
    {
        await using var instance = await FsckScene.FilledAsync();
        using var done = new CancellationTokenSource();
        var publishing = Task.Run(async () =>
        {
            for (uint i = 0; !done.IsCancellationRequested; i++)
                await instance.HeadAfterAsync(i % 2 == 0 ? "home/a" : $"away/{i}", Some.Bytes(100, i + 100));
        }, Some.Ct);
        for (var i = 0; i < 2; i++)
            Assert.Empty((await instance.CheckAsync(full: false)).Findings);
        await done.CancelAsync();
        await publishing;
        Assert.Empty((await instance.CheckAsync(full: true)).Findings);
    }
}
