using Decent.Content;
using Decent.Instance.Checking;
using Decent.Instance.Git;
using Decent.Instance.Index;
using Decent.Instance.Publishing;
using Decent.Instance.Tests.History;

namespace Decent.Instance.Tests.Checking;

/// <summary>What hands and disks do to repositories is found.</summary>
public sealed class FsckOfGitTests
{
    [Fact]
    public async Task A_branch_that_was_moved_back_is_found_and_the_sentence_moves_it_forward_again()
    {
        await using var instance = await FsckScene.FilledAsync();
        var data = $"--git-dir={instance.Repository("home", "_data.git")}";
        await Some.GitAsync(data, "update-ref", "refs/heads/r/a", "refs/heads/r/a~1");
        var (_, findings) = await instance.CheckAsync(full: false);
        Assert.Equal(["Branch"], findings.Where(f => f.Kind is not FindingKind.Shard).Select(f => f.Kind.ToString()));
        Assert.Contains(findings, f => f.Kind == FindingKind.Shard && f.Sentence.Contains("counts 3 writes and git has 2"));
        var mended = findings[0].Sentence.Split('\'')[1].Split(' ');
        Assert.Equal("git", mended[0]);
        await Some.GitAsync([data, .. mended[1..]]);
        Assert.Empty((await instance.CheckAsync(full: true)).Findings);
    }

    [Fact]
    public async Task A_branch_that_is_gone_is_found_and_the_sentence_brings_it_back()
    {
        await using var instance = await FsckScene.FilledAsync();
        var data = $"--git-dir={instance.Repository("home", "_data.git")}";
        await Some.GitAsync(data, "update-ref", "-d", "refs/heads/r/a");
        var (_, findings) = await instance.CheckAsync(full: false);
        var branch = Assert.Single(findings, f => f.Kind == FindingKind.Branch);
        Assert.StartsWith("home/a was acknowledged as", branch.Sentence);
        await Some.GitAsync([data, .. branch.Sentence.Split('\'')[1].Split(' ')[1..]]);
        Assert.Empty((await instance.CheckAsync(full: true)).Findings);
    }

    [Fact]
    public async Task Commits_whose_trailers_do_not_follow_and_histories_that_were_cut_off_are_found()
    {
        await using var instance = await FsckScene.FilledAsync();
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
            Assert.Contains((await instance.CheckAsync(full: false)).Findings, f => f.Kind == kind && f.Sentence.Contains(expected));
        }
        await LongerBranch.GrowAsync(data, "r/a", "", [message]);
        Assert.Contains((await instance.CheckAsync(full: false)).Findings,
            f => f.Kind == FindingKind.Trailers && f.Sentence.StartsWith("The history of home/a ends at"));
        await LongerBranch.GrowAsync(data, "r/a", sound, ["Not ours\n", message]);
        Assert.Contains((await instance.CheckAsync(full: false)).Findings,
            f => f.Kind == FindingKind.Trailers && f.Sentence.Contains("whose trailers are not whole"));
        await Some.GitAsync($"--git-dir={data}", "update-ref", "refs/heads/r/a", sound);
        Assert.Empty((await instance.CheckAsync(full: false)).Findings);
    }

    [Fact]
    public async Task Branches_of_somebody_else_among_the_resources_are_found()
    {
        await using var instance = await FsckScene.FilledAsync();
        await Some.GitAsync($"--git-dir={instance.Repository("home", "_data.git")}", "fetch", "-q", instance.Repository("home", "_script.git"),
            "main:refs/heads/r/x%zz", "main:refs/heads/r/foreign", "main:refs/heads/topic");
        var (_, findings) = await instance.CheckAsync(full: true);
        Assert.Equal(2, findings.Count(f => f.Kind == FindingKind.Branch));
        Assert.Contains(findings, f => f.Sentence.StartsWith("The branch r/x%zz is named like a resource's and is none"));
        Assert.Contains(findings, f => f.Sentence.Contains("which this program did not write"));
        Assert.Equal(2, findings.Count);
    }

    [Fact]
    public async Task An_object_whose_bytes_are_damaged_is_found_by_a_full_check()
    {
        await using var instance = await FsckScene.FilledAsync();
        var packs = Path.Combine(instance.Repository("home", "_data.git"), "objects", "pack");
        var largest = new DirectoryInfo(packs).EnumerateFiles("*.pack").MaxBy(f => f.Length)!.FullName;
        var bytes = await File.ReadAllBytesAsync(largest, Some.Ct);
        bytes.AsSpan(bytes.Length / 2, 64).Clear();
        // Git makes packs read-only: another file under the name.
        File.Delete(largest);
        await File.WriteAllBytesAsync(largest, bytes, Some.Ct);
        var (_, findings) = await instance.CheckAsync(full: true);
        Assert.Contains(findings, f => f.Kind == FindingKind.Git && f.Tenant == "home" && f.Sentence.Contains("_data.git: git fsck says"));
    }

    [Fact]
    public async Task A_repository_without_one_of_its_objects_is_found_whichever_it_is()
    {
        await using var instance = await FsckScene.FilledAsync();
        await instance.Get<InfoWriter>().FlushAsync(Some.Ct);
        foreach (var name in (string[])["_data.git", "_info.git", "_script.git"])
        {
            var packs = Path.Combine(instance.Repository("home", name), "objects", "pack");
            foreach (var file in Directory.GetFiles(packs, Path.GetFileNameWithoutExtension(Directory.GetFiles(packs, "*.pack").Order().First()) + ".*"))
                File.Delete(file);
            var (_, findings) = await instance.CheckAsync(full: false);
            Assert.Contains(findings, f => f.Kind == FindingKind.Git && f.Tenant == "home" && f.Sentence.Contains($"{name}: git fsck says"));
        }
    }

    [Fact]
    public async Task Content_and_tags_that_are_not_what_a_manifest_says_are_found_and_so_is_a_manifest_of_another_content()
    {
        await using var instance = await FsckScene.FilledAsync();
        var data = instance.Repository("home", "_data.git");
        var sound = (await Some.GitAsync($"--git-dir={data}", "rev-parse", "r/b")).Trim();
        var tampered = instance.ReadManifest( "home/b");
        tampered[^1] ^= 1;
        Assert.True(Manifest.TryRead(tampered, out _, out _));
        foreach (var (blob, manifest, kind, expected) in (ValueTuple<string, byte[]?, FindingKind, string>[])[
            ("r/a:content/a", null, FindingKind.Content, "What git has of '' of home/b"),
            ($"{sound}:content/b", tampered, FindingKind.Block, "A tag in the manifest of home/b"),
            ($"{sound}:content/b", instance.ReadManifest( "home/a"), FindingKind.Content, "The manifest of home/b")])
        {
            await ForgedTree.PutAsync(data, "r/b", sound, blob, manifest, name: "b");
            await instance.Get<Reindex>().RunAsync(null, Some.Ct);
            Assert.Contains((await instance.CheckAsync(full: false)).Findings, f => f.Kind == kind && f.Sentence.StartsWith(expected));
        }
    }

    [Fact]
    public async Task A_repository_that_is_gone_is_found_and_the_others_are_checked()
    {
        await using var instance = await FsckScene.FilledAsync();
        await instance.HeadAfterAsync("third/c", Some.Bytes(500, 8));
        Directory.Delete(instance.Repository("home", "_data.git"), recursive: true);
        Change(instance, "third/c");
        var (result, findings) = await instance.CheckAsync(full: false);
        Assert.Contains(findings, f => f is { Kind: FindingKind.Git, Tenant: "home" } && f.Sentence.Contains("could not be read to its end"));
        Assert.Contains(findings, f => f is { Kind: FindingKind.Index, Tenant: "third" });
        Assert.Equal((2, 1), (result.Tenants, result.Resources));

        static void Change(TestInstance instance, string id) => instance.Get<VersionIndex>().Put([], [Some.Id(id)]);
    }

    [Theory]
    [InlineData(PublishStep.Moved)]
    [InlineData(PublishStep.Synced)]
    [InlineData(PublishStep.Ledgered)]
    public async Task A_publication_that_failed_half_way_keeps_its_count_while_others_write_into_its_shard(PublishStep step)
    {
        await using var instance = await TestInstance.StartAsync();
        await instance.HeadAfterAsync("home/0", Some.Bytes(10));
        instance.Probe.At = step;
        await Assert.ThrowsAsync<PowerCutException>(() => instance.PublishAsync("home/0", Some.Bytes(11)));
        instance.Probe.At = null;
        var stranger = await instance.HeadAfterAsync(ShardMates.StrangerOf("home/0", "away/"), Some.Bytes(12));
        Assert.Equal(3, instance.Get<VersionIndex>().Find(stranger.Id)!.ShardCount);
        var next = await instance.HeadAfterAsync("home/0", Some.Bytes(13));
        Assert.Equal((3, 4), (next.Count, instance.Get<VersionIndex>().Find(next.Id)!.ShardCount));
        Assert.Empty((await instance.CheckAsync(full: false)).Findings);
    }

    [Fact]
    public async Task Two_versions_with_one_count_in_a_shard_are_found()
    {
        await using var instance = await TestInstance.StartAsync();
        await instance.HeadAfterAsync("home/0", Some.Bytes(10));
        var stranger = await instance.HeadAfterAsync(ShardMates.StrangerOf("home/0", "away/"), Some.Bytes(12));
        var data = instance.Repository("away", "_data.git");
        var message = await Some.GitAsync($"--git-dir={data}", "log", "-1", "--format=%B", stranger.Id.Branch);
        Assert.Contains("Decent-Shard-Count: 2\n", message);
        await LongerBranch.GrowAsync(data, stranger.Id.Branch, "", [message.Replace("Decent-Shard-Count: 2\n", "Decent-Shard-Count: 1\n")]);
        await instance.Get<Reindex>().RunAsync(null, Some.Ct);
        var findings = (await instance.CheckAsync(full: false)).Findings;
        Assert.Contains(findings, f => f.Kind == FindingKind.Shard && f.Sentence.Contains("two versions with one count, 1"));
    }
}
