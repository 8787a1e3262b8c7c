using System.Text.Json;
using Decent.Hosting.Cli;
using Decent.Instance.Checking;
using Decent.Instance.Index;
using Decent.Instance.Publishing;
using Decent.Instance.Publishing.Batches;
using Decent.Instance.Publishing.Tidying;
using Decent.Instance.Tests.Publishing.Batches;

namespace Decent.Instance.Tests.Publishing.Tidying;

public sealed class TidierTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task What_a_publication_left_when_it_was_cut_off_goes_once_it_is_old_and_every_version_stays()
    {
        await using var instance = await TestInstance.StartAsync();
        for (uint i = 1; i <= 6; i++)
            await instance.HeadAfterAsync($"home/{i % 2}", Some.Bytes(2000, i));
        var before = instance.Get<VersionIndex>().OfTenant("home");
        instance.Probe.At = PublishStep.Packed;
        await Assert.ThrowsAsync<PowerCutException>(() => instance.PublishAsync("home/cut", Some.Bytes(50_000, 99)));
        (instance.Probe.At, instance.Probe.BatchAt) = (null, BatchStep.Packed);
        await Assert.ThrowsAsync<PowerCutException>(() => instance.EachAsync(BatchScene.Fill(instance.Folder, 9), "home/each"));
        instance.Probe.BatchAt = null;

        // 3 objects of the one, and of the batch 2 and 3 for each file.
        var rehearsed = await TidyAsync(instance, Day, isRehearsal: true);
        Assert.Equal((null, 5 + (9 * 5)), (rehearsed.After, rehearsed.Unreachable));
        Assert.InRange(rehearsed.UnreachableBytes, 51_000, 70_000);
        Assert.Equal(rehearsed.Before, (await TidyAsync(instance, Day, isRehearsal: true)).Before);

        // The clock of the test stands before the files of the disk: they are all young.
        var young = await TidyAsync(instance, Day);
        Assert.Equal(50, young.Unreachable);
        Assert.Equal(50, (await TidyAsync(instance, Day, isRehearsal: true)).Unreachable);
        instance.Time.Now = TimeProvider.System.GetUtcNow() + (Day / 2);
        Assert.Equal(50, (await TidyAsync(instance, Day)).Unreachable);
        Assert.Equal(50, (await TidyAsync(instance, Day, isRehearsal: true)).Unreachable);

        instance.Time.Now += Day;
        var old = await TidyAsync(instance, Day);
        Assert.InRange(old.Before.Bytes - old.After!.Value.Bytes, 51_000, 70_000);
        Assert.Equal(0, (await TidyAsync(instance, Day, isRehearsal: true)).Unreachable);
        Assert.Equal(before, instance.Get<VersionIndex>().OfTenant("home"));
        await SoundAsync(instance);
        await instance.PublishedAsync(instance.Folder.At("each"), "home/each", 9);
    }

    [Fact]
    public async Task Without_garbage_packs_and_refs_are_put_together_and_the_metadata_is_one_pack()
    {
        await using var instance = await TestInstance.StartAsync();
        for (uint i = 1; i <= 9; i++)
            await instance.HeadAfterAsync($"home/{i}", Some.Bytes(2000, i));
        await instance.Get<Decent.Instance.Git.InfoWriter>().FlushAsync(Some.Ct);
        var report = await TidyAsync(instance, Day);
        Assert.Equal((0, 0), (report.Unreachable, report.UnreachableBytes));
        Assert.InRange(report.After!.Value.Packs, 3, 5);
        Assert.InRange(report.Before.Packs, 11, 12);
        Assert.InRange(report.Before.LooseRefs, 9, 12);
        Assert.Equal(0, report.After.Value.LooseRefs);
        await SoundAsync(instance);
    }

    [Fact]
    public async Task Publications_go_on_meanwhile_and_lose_nothing_even_when_nothing_is_too_young()
    {
        await using var instance = await TestInstance.StartAsync();
        instance.Time.Now = TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(400);
        await instance.HeadAfterAsync("home/0", Some.Bytes(100));
        using var done = new CancellationTokenSource();
        var publishing = Task.Run(async () =>
        {
            var published = 0;
            for (uint i = 1; !done.IsCancellationRequested; i++)
            {
                if (i % 3 == 0)
                    await instance.PublishedAsync(BatchScene.Fill(instance.Folder, 5, i, $"each{i}"), "home/each", 5);
                else
                    await instance.HeadAfterAsync($"home/{i % 4}", Some.Bytes(3000, i + 50));
                published++;
            }
            return published;
        }, Some.Ct);
        for (var i = 0; i < 4; i++)
        {
            // Something to remove each time, so that all packs are written anew.
            await Some.GitAsync($"--git-dir={instance.Repository("home", "_data.git")}", "fetch", "-q", "--no-write-fetch-head",
                instance.Repository("home", "_script.git"), "main");
            await TidyAsync(instance, TimeSpan.Zero);
        }
        await done.CancelAsync();
        Assert.InRange(await publishing, 1, 10_000);
        await SoundAsync(instance);
    }

    [Fact]
    public async Task A_damaged_repository_is_left_as_it_is()
    {
        await using var instance = await TestInstance.StartAsync();
        for (uint i = 1; i <= 3; i++)
            await instance.HeadAfterAsync("home/a", Some.Bytes(2000, i));
        var packs = Path.Combine(instance.Repository("home", "_data.git"), "objects", "pack");
        var lost = Directory.GetFiles(packs, "*.pack").Order().First();
        foreach (var suffix in (string[])[".pack", ".idx"])
            File.Delete(Path.ChangeExtension(lost, suffix));
        var before = Directory.GetFiles(packs).Order().ToList();
        await Assert.ThrowsAsync<Decent.Instance.Git.GitException>(() => TidyAsync(instance, TimeSpan.Zero));
        Assert.Equal(before, Directory.GetFiles(packs).Order());
    }

    [Fact]
    public async Task The_command_shows_what_there_is_and_what_it_did()
    {
        await using var daemon = await TestDaemon.StartAsync();
        for (uint i = 1; i <= 3; i++)
            await daemon.PublishAsync("home/a", Some.Bytes(2000, i));
        var rehearsal = await daemon.CliAsync("gc", "--dry-run");
        Assert.Equal((CliExit.Ok, ""), (rehearsal.Exit, rehearsal.Error));
        Assert.StartsWith("home\t", rehearsal.Out);
        Assert.Contains("Nothing was changed: 0 objects are unreachable", rehearsal.Out);
        using var line = JsonDocument.Parse((await daemon.CliAsync("gc", "--json")).Out);
        var (before, after) = (line.RootElement.GetProperty("before"), line.RootElement.GetProperty("after"));
        Assert.Equal("home", line.RootElement.GetProperty("tenant").GetString());
        Assert.InRange(after.GetProperty("packs").GetInt32(), 3, before.GetProperty("packs").GetInt32() - 1);
        var again = await daemon.CliAsync("gc", "--older-than", "0");
        Assert.Contains("Tidied 1 tenants in ", again.Out);
        Assert.Equal(CliExit.Usage, (await daemon.CliAsync("gc", "--older-than", "-1")).Exit);
        Assert.Equal(CliExit.Ok, (await daemon.CliAsync("fsck", "--full")).Exit);
    }

    private static Task<TidyReport> TidyAsync(TestInstance instance, TimeSpan age, bool isRehearsal = false) =>
        instance.Get<Tidier>().RunAsync("home", age, isRehearsal, Some.Ct);

    private static async Task SoundAsync(TestInstance instance)
    {
        var findings = new List<Finding>();
        await instance.Get<Fsck>().RunAsync(full: true, null, finding =>
        {
            findings.Add(finding);
            return Task.CompletedTask;
        }, Some.Ct);
        Assert.Empty(findings);
    }
}
